import Autodiff
import NeuralNet

/// Reads an experiment: what is claimed, which trainings, what is measured, what is expected.
enum ExperimentReading {
  /// More trainings than a learner would wait for.
  private static let mostVariations = 60

  /// - Parameter lessonSeed: what trains where no seeds are named.
  static func experiment(_ node: WrittenNode, lessonSeed: UInt64) throws(LessonError) -> Experiment {
    let keys = try node.keys([
      "id", "claim", "question", "choices", "runs", "grid", "seeds", "iterations", "epochs", "measures", "expectations",
      "verdict", "explanation", "plot",
    ])
    let measures = try list(keys.required("measures"), 1...12) { (node) throws(LessonError) in try measure(node) }
    let expectations = try list(keys.required("expectations"), 1...12) { (node) throws(LessonError) in
      try expectation(node)
    }
    return Experiment(
      id: try LessonFile.identifier(keys.required("id")), claim: try keys.required("claim").bilingualText(),
      question: try keys.required("question").bilingualText(), choices: try verdicts(keys.required("choices")),
      variations: try variations(node, keys), seeds: try keys["seeds"].map(seeds) ?? [lessonSeed],
      budget: try budget(node, keys),
      measures: measures, expectations: expectations, verdicts: try verdicts(keys.required("verdict")),
      explanation: try keys.required("explanation").bilingualText(), plot: try plot(keys.required("plot")))
  }

  private static func verdicts(_ node: WrittenNode) throws(LessonError) -> VerdictTexts {
    let keys = try node.keys(Verdict.allCases.map(\.rawValue))
    return VerdictTexts(
      holds: try keys.required("holds").bilingualText(), partly: try keys.required("partly").bilingualText(),
      fails: try keys.required("fails").bilingualText())
  }

  /// `runs: [{optimizer: sgd}, …]` or `grid: {hidden-layers: [1, 2], train-share: [0.1, 0.8]}`
  private static func variations(_ node: WrittenNode, _ keys: WrittenMapping) throws(LessonError) -> [Variation] {
    let made: [Variation]
    let written: WrittenNode
    switch (keys["runs"], keys["grid"]) {
    case (let runs?, nil):
      made = try list(runs, 1...mostVariations) { (node) throws(LessonError) in Variation(try settings(node)) }
      written = runs
    case (nil, let grid?):
      var axes: [(name: String, values: [String])] = []
      let mapping = try grid.mapping()
      for name in mapping.keys {
        let values = try list(mapping.required(name), 1...mostVariations) { (node) throws(LessonError) in
          try node.text()
        }
        axes.append((name, values))
      }
      made = Variation.grid(axes)
      written = grid
    default:
      let hasBoth = keys["runs"] != nil
      throw node.error(
        hasBoth ? .wrongValue : .missingKey, found: hasBoth ? "runs and grid" : "neither runs nor grid",
        needed: "one of the two")
    }
    guard made.count <= mostVariations else {
      throw written.error(.wrongValue, found: "\(made.count) trainings", needed: "at most \(mostVariations)")
    }
    for (index, variation) in made.enumerated() where made[..<index].contains(variation) {
      throw written.error(.repeatedName, found: "one training twice", needed: "trainings that differ")
    }
    return made
  }

  private static func settings(_ node: WrittenNode) throws(LessonError) -> [KnobSetting] {
    let mapping = try node.mapping()
    var settings: [KnobSetting] = []
    for name in mapping.keys { settings.append(KnobSetting(name, to: try mapping.required(name).text())) }
    return settings
  }

  private static func seeds(_ node: WrittenNode) throws(LessonError) -> [UInt64] {
    try list(node, 1...20) { (node) throws(LessonError) in try node.seed() }
  }

  private static func budget(_ node: WrittenNode, _ keys: WrittenMapping) throws(LessonError) -> Experiment.Budget {
    switch (keys["iterations"], keys["epochs"]) {
    case (let written?, nil): return .iterations(try written.wholeNumber(0...1_000_000))
    case (nil, let written?): return .epochs(try written.wholeNumber(0...100_000))
    default:
      let hasBoth = keys["iterations"] != nil
      throw node.error(
        hasBoth ? .wrongValue : .missingKey, found: hasBoth ? "iterations and epochs" : "neither iterations nor epochs",
        needed: "one of the two")
    }
  }

  /// `{measure: gap, of: loss, id: gap, title: {…}}`
  private static func measure(_ node: WrittenNode) throws(LessonError) -> MeasureDescription {
    let all = try node.mapping()
    let name = try all.required("measure").choice(MeasureCatalog.names)
    let known = MeasureCatalog.all.first { $0.name == name }?.settings.map(\.name) ?? []
    let keys = try node.keys(["measure", "id", "title"] + known)
    var settings: [String: String] = [:]
    for setting in known { if let value = keys[setting] { settings[setting] = try value.text() } }
    let description = MeasureDescription(
      id: try keys["id"].map(LessonFile.identifier) ?? name, measure: name, settings: settings,
      title: try keys["title"].map { (node) throws(LessonError) in try node.bilingualText() })
    do throws(SettingError) { _ = try MeasureCatalog.measure(description) } catch {
      throw node.error(error, keys: known)
    }
    return description
  }

  /// `{text: …, figure: gap, of: {…}, is: smaller, than: {…} or 0.5, by: 0.05}`
  private static func expectation(_ node: WrittenNode) throws(LessonError) -> Expectation {
    let keys = try node.keys(["text", "figure", "of", "is", "than", "by"])
    let than = try keys.required("than")
    let other: Expectation.Other = than.isMapping ? .rows(try settings(than)) : .number(try than.number(-1e12...1e12))
    let relation = try keys.required("is").choice(Expectation.Relation.allCases.map(\.rawValue))
    return Expectation(
      text: try keys.required("text").bilingualText(), figure: try keys.required("figure").text(),
      rows: try keys["of"].map(settings) ?? [], is: Expectation.Relation(rawValue: relation) ?? .same, than: other,
      margin: try keys["by"].map { (node) throws(LessonError) in try node.number(0...1e12) } ?? 0)
  }

  private static func plot(_ node: WrittenNode) throws(LessonError) -> Experiment.Plot {
    let keys = try node.keys(["figure", "along", "logarithmic"])
    return Experiment.Plot(
      figure: try keys.required("figure").text(), along: try keys.required("along").text(),
      isLogarithmic: try keys["logarithmic"].map { (node) throws(LessonError) in try node.flag() } ?? false)
  }

  private static func list<Item>(
    _ node: WrittenNode, _ count: ClosedRange<Int>, _ read: (WrittenNode) throws(LessonError) -> Item
  ) throws(LessonError) -> [Item] {
    var items: [Item] = []
    for item in try node.items(count) { items.append(try read(item)) }
    return items
  }
}
