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
    /// Points, `count` of them when nothing else is asked for.
    case points(any DatasetGenerator, count: Int)
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

  /// The share to train on where nobody has said one: all where the files have examples for testing of their own.
  public var usualTrainShare: Double { hasOwnTests ? 1 : 0.8 }

  /// Whether the files say themselves which examples are for testing.
  public var hasOwnTests: Bool {
    if case .images(let files) = origin { return files.test != nil }
    return false
  }

  /// The files whose bytes are needed, relative to `sample-data` or to where ``installed`` says.
  public var files: [String] {
    switch origin {
    case .table(let file, _): [file]
    case .images(let files): files.names
    case .points: []
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
