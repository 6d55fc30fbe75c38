import Datasets

/// Reads the `data` part: a data set by name, or the lesson's own file, and the choices about it.
enum DataReading {
  static func read(_ node: WrittenNode) throws(LessonError) -> (DataSelection, OwnFile?) {
    let keys = try node.keys([
      "dataset", "file", "label", "header", "separator", "missing", "target", "prepare", "features", "classes",
      "count", "noise", "seed", "train-share", "image-size", "target-filter", "shift", "lag", "date", "window",
      "horizon",
      "values", "gaps", "context", "vocabulary", "unit",
    ])
    let ownFile = try ownFile(keys)
    let name: String
    if let ownFile {
      if let dataset = keys["dataset"] {
        throw dataset.error(.wrongValue, found: "a dataset and a file", needed: "one of the two")
      }
      name = ownFile.file
    } else {
      name = try keys.required("dataset").text()
    }
    let preparation = try keys["prepare"].map(preparation)
    let selection = DataSelection(
      dataset: name, features: try keys["features"].map(names), classes: try keys["classes"].map(names),
      count: try keys["count"].map { (node) throws(LessonError) in try node.wholeNumber(2...100_000) },
      noise: try keys["noise"].map { (node) throws(LessonError) in Float(try node.number(0...0.5)) },
      seed: try keys["seed"].map { (node) throws(LessonError) in try node.seed() } ?? 1,
      trainShare: try keys["train-share"].map { (node) throws(LessonError) in try node.number(0.01...1) }
        ?? usualTrainShare(of: name, ownFile),
      preparation: preparation,
      imageSize: try keys["image-size"].map { (node) throws(LessonError) in
        try node.wholeNumber(DataSelection.imageSizes)
      },
      targetFilter: try keys["target-filter"].map { (node) throws(LessonError) in
        try node.choice(ImageFilterCatalog.names)
      },
      shift: try keys["shift"].map { (node) throws(LessonError) in try node.wholeNumber(DataSelection.shifts) },
      lag: try keys["lag"].map { (node) throws(LessonError) in try node.wholeNumber(DataSelection.lags) },
      series: try series(keys), texts: try texts(keys))
    return (selection, ownFile)
  }

  private static func texts(_ keys: WrittenMapping) throws(LessonError) -> TextChoices {
    TextChoices(
      context: try keys["context"].map { (node) throws(LessonError) in try node.wholeNumber(TextChoices.contexts) },
      vocabulary: try keys["vocabulary"].map { (node) throws(LessonError) in
        try node.wholeNumber(TextChoices.vocabularies)
      },
      unit: try keys["unit"].flatMap { (node) throws(LessonError) in
        TextUnit(try node.choice(TextUnit.choices.map(\.rawValue)))
      })
  }

  private static func series(_ keys: WrittenMapping) throws(LessonError) -> SeriesChoices {
    SeriesChoices(
      window: try keys["window"].map { (node) throws(LessonError) in try node.wholeNumber(SeriesChoices.windows) },
      horizon: try keys["horizon"].map { (node) throws(LessonError) in try node.wholeNumber(SeriesChoices.horizons) },
      values: try keys["values"].flatMap { (node) throws(LessonError) in
        SeriesValues(try node.choice(SeriesValues.names))
      },
      gaps: try keys["gaps"].flatMap { (node) throws(LessonError) in SeriesGaps(try node.choice(SeriesGaps.names)) })
  }

  private static func ownFile(_ keys: WrittenMapping) throws(LessonError) -> OwnFile? {
    let settings = ["label", "header", "separator", "missing", "target", "date"]
    guard let file = keys["file"] else {
      for key in settings {
        guard let node = keys[key] else { continue }
        throw node.error(.wrongValue, found: "\(key) without a file", needed: "file: with the table's name")
      }
      return nil
    }
    let path = try file.text()
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
      throw file.error(.wrongValue, found: quoted(path), needed: "a file in the lesson's own folder")
    }
    if OwnFile(file: path).kind != .table {
      for key in settings {
        guard let node = keys[key] else { continue }
        throw node.error(.wrongValue, found: "\(key) with a file that is no table", needed: "none: a table has it")
      }
    }
    if keys["date"] != nil {
      for (key, instead) in [("missing", "gaps"), ("target", "label")] {
        guard let node = keys[key] else { continue }
        throw node.error(.wrongValue, found: "\(key) with a series", needed: "\(instead), which says it for a series")
      }
    }
    var table = TableSettings()
    if let label = keys["label"] { table.label = try column(label) }
    if let header = keys["header"] { table.header = try header.flag() ? .present : .absent }
    if let separator = keys["separator"] {
      let separators: [(name: String, separator: DelimitedText.Separator)] = [
        ("comma", .comma), ("tab", .tab), ("semicolon", .semicolon), ("bar", .bar),
      ]
      let name = try separator.choice(separators.map(\.name))
      table.separator = separators.first { $0.name == name }?.separator
    }
    if let missing = keys["missing"] {
      table.missingValues = try missing.choice(["fail", "drop"]) == "drop" ? .dropRow : .fail
    }
    if let target = keys["target"] {
      table.target = try target.choice(["classes", "quantity"]) == "classes" ? .classes : .quantity
    }
    return OwnFile(file: path, settings: table, date: try keys["date"].map(column))
  }

  /// A column by name or number.
  private static func column(_ node: WrittenNode) throws(LessonError) -> ColumnReference {
    let text = try node.text()
    return Int(text).map { .numbered($0) } ?? .named(text)
  }

  /// An unknown name is told of later, with the nearest one.
  private static func usualTrainShare(of name: String, _ ownFile: OwnFile?) -> Double {
    (ownFile?.catalogEntry ?? (try? DatasetCatalog.entry(named: name)))?.usualTrainShare ?? 0.8
  }

  private static func names(_ node: WrittenNode) throws(LessonError) -> [String] {
    var names: [String] = []
    for item in try node.items(1...1000) { names.append(try item.text()) }
    return names
  }

  /// `standardize`, `keep` or `{divide-by: 16}`
  private static func preparation(_ node: WrittenNode) throws(LessonError) -> PreparedData.Preparation {
    if node.isMapping {
      return .divide(by: Float(try node.keys(["divide-by"]).required("divide-by").number(1e-6...1e9)))
    }
    return try node.choice(["standardize", "keep"]) == "keep" ? .keep : .standardize
  }
}
