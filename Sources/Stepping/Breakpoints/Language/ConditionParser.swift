import Autodiff
import Wording

/// Reads a condition: `or` binds least, then `and`, `not`, comparisons, sums, products.
///
///     condition  = both { "or" both }
///     both       = negation { "and" negation }
///     negation   = "not" negation | comparison
///     comparison = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=") sum ]
///                | sum "changes" [ "sign" ] | sum ("rises" "above" | "falls" "below") sum
///     sum        = product { ("+" | "-") product }
///     product    = factor { ("*" | "/") factor }
///     factor     = "-" factor | number | "(" condition ")" | "at" name
///                | name [ "(" condition ")" | "[" number { "," number } "]" ]
struct ConditionParser {
  private let tokens: [ConditionToken]
  private var place = 0
  private var depth = 0

  /// Deeper nesting is no condition that somebody has written.
  private static let deepest = 30
  static let keywords: Set<String> = ["and", "or", "not", "changes", "sign", "rises", "above", "falls", "below", "at"]

  static func syntax(of text: String, names: [String]) throws(ConditionProblem) -> ConditionSyntax {
    var parser = ConditionParser(tokens: try ConditionTokens.tokens(of: text, names: names))
    let whole = try parser.condition()
    guard parser.current.kind == .end else { throw parser.unexpectedAfter(whole) }
    return whole
  }

  private init(tokens: [ConditionToken]) { self.tokens = tokens }

  private var current: ConditionToken { tokens[min(place, tokens.count - 1)] }

  private mutating func advance() -> ConditionToken {
    let token = current
    place += 1
    return token
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard current.kind == .word(word) else { return false }
    place += 1
    return true
  }

  private mutating func takeSign(_ sign: String) -> Bool {
    guard current.kind == .sign(sign) else { return false }
    place += 1
    return true
  }

  // MARK: Conditions

  private mutating func condition() throws(ConditionProblem) -> ConditionSyntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw problem(
        BilingualText("at most \(Self.deepest) parentheses inside each other", zh: "至多 \(Self.deepest) 层括号"))
    }
    var first = try both()
    while takeWord("or") {
      let second = try both()
      first = ConditionSyntax(kind: .either(first, second), range: joined(first, second))
    }
    return first
  }

  private mutating func both() throws(ConditionProblem) -> ConditionSyntax {
    var first = try negation()
    while takeWord("and") {
      let second = try negation()
      first = ConditionSyntax(kind: .both(first, second), range: joined(first, second))
    }
    return first
  }

  private mutating func negation() throws(ConditionProblem) -> ConditionSyntax {
    let start = current.range.lowerBound
    var count = 0
    while takeWord("not") { count += 1 }
    var inner = try comparison()
    // Two cancel each other.
    if !count.isMultiple(of: 2) { inner = ConditionSyntax(kind: .not(inner), range: start..<inner.range.upperBound) }
    return inner
  }

  private mutating func comparison() throws(ConditionProblem) -> ConditionSyntax {
    let left = try sum()
    if case .sign(let text) = current.kind, let sign = ComparisonSign(rawValue: text) {
      place += 1
      let right = try sum()
      return ConditionSyntax(kind: .comparison(sign, left, right), range: joined(left, right))
    }
    guard case .word(let word) = current.kind, ["changes", "rises", "falls"].contains(word) else { return left }
    let verb = advance()
    if word == "changes" {
      let end = current.range.upperBound
      let event: ConditionEvent = takeWord("sign") ? .changesSign : .changes
      let upper = event == .changesSign ? end : verb.range.upperBound
      return ConditionSyntax(kind: .event(event, left, bound: nil), range: left.range.lowerBound..<upper)
    }
    let particle = word == "rises" ? "above" : "below"
    guard takeWord(particle) else {
      throw problem(BilingualText("\"\(particle)\" after \"\(word)\"", zh: "“\(word)”之后的“\(particle)”"), particle)
    }
    let bound = try sum()
    return ConditionSyntax(
      kind: .event(word == "rises" ? .risesAbove : .fallsBelow, left, bound: bound), range: joined(left, bound))
  }

  // MARK: Numbers

  private mutating func sum() throws(ConditionProblem) -> ConditionSyntax {
    var first = try product()
    while case .sign(let text) = current.kind, text == "+" || text == "-", let sign = ArithmeticSign(rawValue: text) {
      place += 1
      let second = try product()
      first = ConditionSyntax(kind: .arithmetic(sign, first, second), range: joined(first, second))
    }
    return first
  }

  private mutating func product() throws(ConditionProblem) -> ConditionSyntax {
    var first = try factor()
    while case .sign(let text) = current.kind, text == "*" || text == "/", let sign = ArithmeticSign(rawValue: text) {
      place += 1
      let second = try factor()
      first = ConditionSyntax(kind: .arithmetic(sign, first, second), range: joined(first, second))
    }
    return first
  }

  private mutating func factor() throws(ConditionProblem) -> ConditionSyntax {
    let start = current.range.lowerBound
    var negatives = 0
    while takeSign("-") { negatives += 1 }
    var inner = try atom()
    if !negatives.isMultiple(of: 2) {
      inner = ConditionSyntax(kind: .negative(inner), range: start..<inner.range.upperBound)
    }
    return inner
  }

  private mutating func atom() throws(ConditionProblem) -> ConditionSyntax {
    let token = current
    switch token.kind {
    case .number(let value):
      place += 1
      return ConditionSyntax(kind: .number(value), range: token.range)
    case .sign("("):
      place += 1
      let inner = try condition()
      try close(")", opened: token)
      return ConditionSyntax(kind: inner.kind, range: token.range.lowerBound..<previousEnd)
    case .word("at"):
      place += 1
      guard case .word(let name) = current.kind, !Self.keywords.contains(name) else {
        throw problem(BilingualText("the name of a value after \"at\"", zh: "“at”之后的值名称"))
      }
      let range = advance().range
      return ConditionSyntax(kind: .place(name, nameRange: range), range: token.range.lowerBound..<range.upperBound)
    case .word(let name) where !Self.keywords.contains(name):
      place += 1
      return try afterName(name, token)
    default:
      throw problem(BilingualText("a value, a number or a function", zh: "值、数字或函数"))
    }
  }

  private mutating func afterName(_ name: String, _ token: ConditionToken) throws(ConditionProblem) -> ConditionSyntax {
    let opening = current
    if takeSign("(") {
      let argument = try condition()
      try close(")", opened: opening)
      return ConditionSyntax(
        kind: .call(name, nameRange: token.range, argument), range: token.range.lowerBound..<previousEnd)
    }
    let value = ConditionSyntax(kind: .name(name), range: token.range)
    guard takeSign("[") else { return value }
    var indices: [(index: Double, range: Range<Int>)] = []
    repeat {
      let start = current.range.lowerBound
      let isNegative = takeSign("-")
      guard case .number(let number) = current.kind else {
        throw problem(BilingualText("an index: a whole number from 0 up", zh: "下标：从 0 开始的整数"))
      }
      let end = advance().range.upperBound
      indices.append((isNegative ? -number : number, start..<end))
    } while takeSign(",")
    try close("]", opened: opening)
    return ConditionSyntax(kind: .cell(value, indices), range: token.range.lowerBound..<previousEnd)
  }

  private var previousEnd: Int { tokens[max(place - 1, 0)].range.upperBound }

  private mutating func close(_ sign: String, opened: ConditionToken) throws(ConditionProblem) {
    guard !takeSign(sign) else { return }
    let column = opened.range.lowerBound + 1
    throw problem(
      BilingualText(
        "\"\(sign)\" for the \"\(opened.text)\" in column \(column)", zh: "与第 \(column) 列“\(opened.text)”配对的“\(sign)”"))
  }

  private func joined(_ first: ConditionSyntax, _ last: ConditionSyntax) -> Range<Int> {
    first.range.lowerBound..<max(last.range.upperBound, first.range.upperBound)
  }

  // MARK: Errors

  private func problem(_ needed: BilingualText, _ suggestion: String? = nil) -> ConditionProblem {
    ConditionProblem(
      current.range, found: found, needed: needed,
      suggestion: suggestion.flatMap { NearestName.find(current.text, among: [$0]) })
  }

  private var found: BilingualText {
    if current.kind == .end { return BilingualText("the end of the condition", zh: "条件的结尾") }
    let quoted = Quotation.quoted(current.text)
    return BilingualText(quoted, zh: quoted)
  }

  /// Something behind a whole condition.
  private func unexpectedAfter(_ whole: ConditionSyntax) -> ConditionProblem {
    if case .comparison = whole.kind, case .sign(let text) = current.kind, ComparisonSign(rawValue: text) != nil {
      return problem(BilingualText("one comparison at a time, joined by \"and\"", zh: "一次一个比较，之间用“and”连接"))
    }
    let words = ["and", "or", "changes", "rises above", "falls below"]
    var result = problem(
      BilingualText("a comparison, \"and\", \"or\", \"changes\" or the end", zh: "比较、“and”、“or”、“changes”或结尾"))
    if case .word(let word) = current.kind {
      result.suggestion = NearestName.find(word, among: words + ["rises", "falls"])
    }
    return result
  }
}
