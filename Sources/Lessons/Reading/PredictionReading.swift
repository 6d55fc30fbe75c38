import Autodiff

/// Reads predictions: `kind` says which other keys there are.
enum PredictionReading {
  private static let commonKeys = ["id", "kind", "at", "prompt", "hint", "explanation", "skill"]
  /// What each kind needs, and what it may have besides.
  private static let kinds: [(kind: String, needed: [String], more: [String])] = [
    ("value", ["value"], ["tolerance"]), ("sign", ["value"], []), ("direction", ["value", "until"], []),
    ("choice", ["choices", "answer"], []), ("shape", ["value"], []),
  ]

  static func prediction(_ node: WrittenNode) throws(LessonError) -> Prediction {
    let all = try node.mapping()
    let kind = try all.required("kind").choice(kinds.map(\.kind))
    let own = kinds.first { $0.kind == kind }
    let keys = try node.keys(commonKeys + (own?.needed ?? []) + (own?.more ?? []))
    return Prediction(
      id: try LessonFile.identifier(keys.required("id")), stop: try keys.required("at").moment(),
      question: try question(kind, keys), prompt: try keys.required("prompt").bilingualText(),
      hint: try keys["hint"].map { (node) throws(LessonError) in try node.bilingualText() },
      explanation: try keys.required("explanation").bilingualText(),
      skill: try keys["skill"].map { (node) throws(LessonError) in
        Skill(rawValue: try node.choice(Skill.allCases.map(\.rawValue)))
      } ?? nil)
  }

  private static func question(_ kind: String, _ keys: WrittenMapping) throws(LessonError) -> Prediction.Question {
    switch kind {
    case "sign": return .sign(try keys.required("value").cell())
    case "direction": return .direction(try keys.required("value").cell(), until: try keys.required("until").moment())
    case "shape":
      let cell = try keys.required("value").cell()
      guard cell.indices.isEmpty else {
        throw try keys.required("value").error(.wrongValue, found: "\(cell)", needed: "a value's name, without a cell")
      }
      return .shape(cell.value)
    case "choice":
      var choices: [BilingualText] = []
      for item in try keys.required("choices").items(2...9) { choices.append(try item.bilingualText()) }
      return .choice(choices, right: try keys.required("answer").wholeNumber(1...choices.count) - 1)
    default:
      let tolerance = try keys["tolerance"].map { (node) throws(LessonError) in try node.number(0...1e6) }
      return .value(try keys.required("value").cell(), tolerance: tolerance)
    }
  }
}
