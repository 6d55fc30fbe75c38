public import Datasets

/// Data of somebody's own, read from a file: relative to the lesson's folder, or a path that a user gave.
/// What kind it is, its name says:
///
///     measurements.csv, .tsv                     a table, or a series where a column of dates is named
///     train-images-idx3-ubyte                    images, their labels in train-labels-idx1-ubyte beside it
///     photo.png, .pgm                            a photograph, whose filtered picture is to be learned
///     mnist/                                     a folder with the four usual files of MNIST and its kin
///     german.txt,italian.txt                     lists of words, one a line, a file for each class
///     book.txt                                   a text, whose next letter or word is to be told
///
/// Each may be packed with gzip, its name ending in `.gz`.
public struct OwnFile: Hashable, Sendable {
  public let file: String
  public let kind: Kind
  /// How it is to be read when it is a table.
  public var settings: TableSettings
  /// The column with the dates of a series; nil for any other table.
  public var date: ColumnReference?

  public enum Kind: Hashable, Sendable {
    case table
    case images(ImageFiles)
    case photograph
    case words(WordFiles)
    case text

    /// Nil for a name that says nothing.
    public init?(of file: String) {
      let name = (file.hasSuffix(".gz") ? String(file.dropLast(3)) : file).lowercased()
      if name.hasSuffix(".csv") || name.hasSuffix(".tsv") {
        self = .table
      } else if name.hasSuffix(".png") || name.hasSuffix(".pgm") {
        self = .photograph
      } else if let words = WordFiles(listed: file) {
        self = .words(words)
      } else if name.hasSuffix(".txt") {
        self = .text
      } else if file.hasSuffix("/") {
        self = .images(.usual(in: file))
      } else if let pair = ImageFiles(imagesNamed: file) {
        self = .images(pair)
      } else {
        return nil
      }
    }
  }

  /// - Parameter file: a table when its name says nothing else.
  public init(file: String, settings: TableSettings = TableSettings(), date: ColumnReference? = nil) {
    self.file = file
    self.settings = settings
    kind = Kind(of: file) ?? .table
    self.date = kind == .table ? date : nil
  }

  public var catalogEntry: CatalogEntry {
    switch kind {
    case .table where date != nil:
      CatalogEntry(
        name: file, summary: file,
        origin: .series(
          SeriesSource(
            file: file, date: date ?? 1, target: settings.label, separator: settings.separator, header: settings.header)
        ),
        preparation: .standardize)
    case .table:
      CatalogEntry(name: file, summary: file, origin: .table(file: file, settings: settings), preparation: .standardize)
    case .images(let files):
      CatalogEntry(name: file, summary: file, origin: .images(files), preparation: .divide(by: 255))
    case .photograph:
      CatalogEntry(name: file, summary: file, origin: .photographs(files: [file]), preparation: .divide(by: 255))
    case .words(let files):
      CatalogEntry(name: file, summary: file, origin: .words(files), preparation: .keep)
    case .text:
      CatalogEntry(name: file, summary: file, origin: .texts(.running(file: file)), preparation: .keep)
    }
  }
}
