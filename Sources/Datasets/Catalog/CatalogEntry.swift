/// A data set that can be asked for by name: where it comes from, and how its inputs are best prepared.
///
/// An entry for somebody's own file is made in the same way as those of the catalog.
public struct CatalogEntry: Sendable {
  public let name: String
  /// What it holds, in one sentence.
  public let summary: String
  public let origin: Origin
  public let preparation: PreparedData.Preparation

  public enum Origin: Sendable {
    /// A text file, relative to `sample-data`.
    case table(file: String, settings: TableSettings)
    /// A pair of IDX files, relative to `sample-data`; nil class names stand for the digits.
    case images(file: String, labels: String, classNames: [String]?)
    /// Points, `count` of them when nothing else is asked for.
    case points(any DatasetGenerator, count: Int)
  }

  public init(name: String, summary: String, origin: Origin, preparation: PreparedData.Preparation) {
    self.name = name
    self.summary = summary
    self.origin = origin
    self.preparation = preparation
  }

  /// The files whose bytes are needed, relative to `sample-data`.
  public var files: [String] {
    switch origin {
    case .table(let file, _): [file]
    case .images(let file, let labels, _): [file, labels]
    case .points: []
    }
  }
}
