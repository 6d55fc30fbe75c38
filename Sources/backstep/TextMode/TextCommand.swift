import Lessons
import Stepping

/// What a line of text mode asks for. Letters are the keys of the workbench, words say the same.
enum TextCommand: Equatable {
  case step(StepSize, isBack: Bool, count: Int)
  case toStart
  case why(CellReference?)
  case show(String)
  case list
  case loss
  case set(String)
  case tour(isBack: Bool)
  case addBreakpoint(String)
  case listBreakpoints
  case removeBreakpoint(Int)
  case proceed(isBack: Bool)
  case ask
  case lesson
  case help
  case quit
  case unknown(String)

  private static let sizes: [(key: Character, word: String, size: StepSize)] = [
    ("s", "term", .term), ("n", "next", .operation), ("f", "layer", .layer), ("o", "phase", .phase),
    ("i", "iteration", .iteration), ("a", "epoch", .epoch),
  ]

  private static let mostSteps = 1_000_000

  /// `n`, `5n`, `N`, `next`, `back`, `next layer`, `back 3 phase`, `why hidden.sum[0, 1]`.
  init(_ line: String) {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first else {
      self = .step(.operation, isBack: false, count: 1)
      return
    }
    let rest = words.dropFirst().joined(separator: " ")
    switch first.lowercased() {
    case "?", "help", "h": self = .help
    case "q", "quit", "exit": self = .quit
    case "why", "w", "explain": self = rest.isEmpty ? .why(nil) : CellReference(rest).map { .why($0) } ?? .unknown(line)
    case "show", "value", "v": self = rest.isEmpty ? .unknown(line) : .show(rest)
    case "list", "program", "l": self = .list
    case "loss", "score": self = .loss
    case "set", "p": self = rest.isEmpty ? .unknown(line) : .set(rest)
    case "start", "home": self = .toStart
    case "tour": self = .tour(isBack: rest == "back")
    case "g": self = .tour(isBack: first == "G")
    case "break", "b": self = rest.isEmpty ? .listBreakpoints : .addBreakpoint(rest)
    case "breakpoints": self = .listBreakpoints
    case "delete": self = Int(rest).map { .removeBreakpoint($0) } ?? .unknown(line)
    case "continue", "c": self = .proceed(isBack: first == "C" || rest == "back")
    case "back" where rest == "continue": self = .proceed(isBack: true)
    case "ask", "question": self = .ask
    case "lesson", "text": self = .lesson
    default: self = Self.step(words) ?? .unknown(line)
    }
  }

  private static func step(_ words: [String]) -> TextCommand? {
    var size: StepSize?
    var isBack = false
    var count: Int?
    for word in words {
      if let number = Int(word) {
        guard count == nil, (1...mostSteps).contains(number) else { return nil }
        count = number
      } else if ["back", "previous", "prev"].contains(word) {
        isBack = true
      } else if word == "next" || word == "step" || word == "forward" {
        continue
      } else if word == "operation" || word == "operations" {
        size = .operation
      } else if let named = sizes.first(where: { $0.word == word || "\($0.word)s" == word }) {
        size = named.size
      } else if let key = Self.key(word) {
        size = key.size
        isBack = isBack || key.isBack
        count = key.count ?? count
      } else {
        return nil
      }
    }
    return .step(size ?? .operation, isBack: isBack, count: count ?? 1)
  }

  /// `n`, `N` or `5n`.
  private static func key(_ word: String) -> (size: StepSize, isBack: Bool, count: Int?)? {
    guard let letter = word.last, let entry = sizes.first(where: { String($0.key) == letter.lowercased() }) else {
      return nil
    }
    let digits = word.dropLast()
    if digits.isEmpty { return (entry.size, letter.isUppercase, nil) }
    guard let count = Int(digits), (1...mostSteps).contains(count) else { return nil }
    return (entry.size, letter.isUppercase, count)
  }
}
