import Datasets
import Foundation

/// The files in `sample-data`, found from where this source file lies.
enum SampleFiles {
  static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "sample-data")
  }

  static func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: file))) }

  static func bytes(of entry: CatalogEntry) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for file in entry.files { files[file] = try bytes(file) }
    return files
  }

  static func dataset(_ selection: DataSelection) throws -> Dataset {
    let entry = try DatasetCatalog.entry(named: selection.dataset)
    return try entry.dataset(for: selection, files: bytes(of: entry))
  }

  static func prepared(_ selection: DataSelection) throws -> PreparedData {
    let entry = try DatasetCatalog.entry(named: selection.dataset)
    return try entry.prepared(for: selection, files: bytes(of: entry))
  }
}

/// A small table and small IDX files, written by the tests themselves.
enum Written {
  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func table(_ text: String, _ settings: TableSettings = TableSettings()) throws(DataError) -> TableReading {
    try TableParser.parse(bytes(text), file: "table.csv", settings: settings)
  }

  /// A series in a file `series.csv`, dates in its first column.
  static func series(
    _ text: String, _ choices: SeriesChoices = SeriesChoices(), _ trainShare: Double = 0.8,
    _ preparation: PreparedData.Preparation? = nil, features: [String]? = nil,
    source: SeriesSource = SeriesSource(file: "series.csv")
  ) throws(DataError) -> PreparedData {
    let entry = CatalogEntry(
      name: "series.csv", summary: "", origin: .series(source), preparation: .standardize)
    return try entry.prepared(
      for: DataSelection(
        dataset: "series.csv", features: features, seed: 1, trainShare: trainShare, preparation: preparation,
        series: choices),
      files: ["series.csv": bytes(text)])
  }

  /// The encoder that the parser is the inverse of.
  static func idx(_ dimensions: [Int], _ values: [UInt8]) -> [UInt8] {
    let sizes = dimensions.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } }
    return [0, 0, 8, UInt8(dimensions.count)] + sizes + values
  }

  static func images(
    _ images: [UInt8], labels: [UInt8], classNames: [String]? = nil
  ) throws(DataError) -> Dataset {
    try IDXImages.parse(
      images: IDXImages.File(name: "images", bytes: images), labels: IDXImages.File(name: "labels", bytes: labels),
      name: "written", classNames: classNames
    ).dataset()
  }
}
