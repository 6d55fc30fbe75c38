import NeuralNet

/// Reads the goal.
enum GoalReading {
  static func goal(_ node: WrittenNode) throws(LessonError) -> Goal {
    let keys = try node.keys([
      "metric", "value", "at-most", "at-least", "within-iterations", "within-epochs", "text",
    ])
    let measure: Goal.Measure
    switch (keys["metric"], keys["value"]) {
    case (let written?, nil):
      let name = try written.choice(Goal.Metric.allCases.map(\.rawValue))
      measure = .metric(Goal.Metric(rawValue: name) ?? .trainLoss)
    case (nil, let written?): measure = .value(try written.cell())
    default: throw one(of: "metric", "value", node, hasBoth: keys["metric"] != nil)
    }
    let bounds = -1e9...1e9
    let goal: (Goal.Comparison, Double)
    switch (keys["at-most"], keys["at-least"]) {
    case (let written?, nil): goal = (.atMost, try written.number(bounds))
    case (nil, let written?): goal = (.atLeast, try written.number(bounds))
    default: throw one(of: "at-most", "at-least", node, hasBoth: keys["at-most"] != nil)
    }
    let limit: Goal.Limit?
    switch (keys["within-iterations"], keys["within-epochs"]) {
    case (nil, nil): limit = nil
    case (let written?, nil): limit = .iterations(try written.wholeNumber(1...10_000_000))
    case (nil, let written?): limit = .epochs(try written.wholeNumber(1...1_000_000))
    default: throw one(of: "within-iterations", "within-epochs", node, hasBoth: true)
    }
    return Goal(
      measure, goal.0, goal.1, within: limit,
      text: try keys["text"].map { (node) throws(LessonError) in try node.bilingualText() })
  }

  private static func one(of a: String, _ b: String, _ node: WrittenNode, hasBoth: Bool) -> LessonError {
    node.error(
      hasBoth ? .wrongValue : .missingKey, found: hasBoth ? "\(a) and \(b)" : "neither \(a) nor \(b)",
      needed: "one of the two")
  }
}

/// Reads the thing to break.
enum BreakReading {
  static func breakIt(_ node: WrittenNode) throws(LessonError) -> BreakIt {
    let keys = try node.keys(["text", "set"])
    let knobs = try keys.required("set").mapping()
    var settings: [KnobSetting] = []
    for name in knobs.keys { settings.append(KnobSetting(name, to: try knobs.required(name).text())) }
    return BreakIt(text: try keys.required("text").bilingualText(), settings: settings)
  }
}
