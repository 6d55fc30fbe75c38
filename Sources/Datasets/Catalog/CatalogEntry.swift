/// A data set that can be asked for by name: where it comes from, and how its inputs are best prepared.
///
/// An entry for somebody's own file is made in the same way as those of the catalog.
public struct CatalogEntry: Sendable {
  public let name: String
  /// What it holds, in one sentence.
  public let summary: String
  public let origin: Origin
  public let preparation: PreparedData.Preparation
  /// Where the files are when they are not in `sample-data`.
  public let installed: InstalledData?

  public enum Origin: Sendable {
    /// A text file, relative to `sample-data`.
    case table(file: String, settings: TableSettings)
    /// Pairs of IDX files.
    case images(ImageFiles)
    /// Photographs as PNG or PGM files, and a filter whose work is to be learned.
    case photographs(files: [String])
    /// Something measured again and again, whose next values are to be forecast.
    case series(SeriesSource)
    /// Points, `count` of them when nothing else is asked for.
    case points(any DatasetGenerator, count: Int)
    /// Lists of words, a class each.
    case words(WordFiles)
    /// Generated sequences, `count` of them with this lag when nothing else is asked for.
    case sequences(any SequenceGenerator, count: Int, lag: Int)
    /// Texts as token numbers.
    case texts(TextSource)
  }

  public init(
    name: String, summary: String, origin: Origin, preparation: PreparedData.Preparation,
    installed: InstalledData? = nil
  ) {
    self.name = name
    self.summary = summary
    self.origin = origin
    self.preparation = preparation
    self.installed = installed
  }

  /// The share to train on where nobody has said one: all where the files have examples for testing of their own, and
  /// where there is only one example.
  public var usualTrainShare: Double {
    switch origin {
    case .images(let files): files.test == nil ? 0.8 : 1
    case .photographs(let files): files.count == 1 ? 1 : 0.8
    case .texts(.wordList), .texts(.running): 0.9
    case .table, .series, .points, .words, .sequences, .texts: 0.8
    }
  }

  /// Whether its examples are images, which can be shifted.
  public var holdsImages: Bool {
    switch origin {
    case .images, .photographs: true
    case .table, .series, .points, .words, .sequences, .texts: false
    }
  }

  /// Whether its examples are sequences [time, inputs], as recurrent layers take them.
  public var holdsSequences: Bool {
    switch origin {
    case .series, .words, .sequences: true
    case .table, .images, .photographs, .points, .texts: false
    }
  }

  /// Whether its examples are photographs, which are scaled and filtered.
  public var holdsPhotographs: Bool {
    if case .photographs = origin { return true }
    return false
  }

  /// Where its texts come from; nil where its examples are no texts.
  public var textSource: TextSource? {
    if case .texts(let source) = origin { return source }
    return nil
  }

  /// For how many steps something must be remembered where nothing is said; nil where that is no question.
  public var usualLag: Int? {
    switch origin {
    case .sequences(_, _, let lag): lag
    case .texts(.generated(let generator, _)): generator.usualLag
    case .table, .images, .photographs, .series, .points, .words, .texts: nil
    }
  }

  /// The generator of its sequences, and their usual lag; nil where sequences are not generated.
  public var memoryTask: (generator: any SequenceGenerator, lag: Int)? {
    if case .sequences(let generator, _, let lag) = origin { return (generator, lag) }
    return nil
  }

  /// Whether its examples are windows of a series.
  public var holdsSeries: Bool {
    if case .series = origin { return true }
    return false
  }

  /// The files whose bytes are needed, relative to `sample-data` or to where ``installed`` says.
  public var files: [String] {
    switch origin {
    case .table(let file, _): [file]
    case .images(let files): files.names
    case .photographs(let files): files
    case .series(let source): [source.file]
    case .words(let files): files.names
    case .texts(let source): source.file.map { [$0] } ?? []
    case .points, .sequences: []
    }
  }
}

/// Data too large to be shipped: a package of the system, or a folder that somebody names.
public struct InstalledData: Hashable, Sendable {
  /// Where the package puts them.
  public let folder: String
  /// The package's name in Debian and its kin.
  public let package: String
  /// The environment variable that names another folder.
  public let variable: String
}
