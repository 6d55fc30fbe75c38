public import Autodiff
import Screen
public import Stepping

/// One number and the terms that add up to it, as text like the why panel's and as JSON.
public struct ExplanationReport: Sendable {
  public struct Term: Sendable {
    /// The operands' names: `features[0, 1] · hidden1.weight[1, 2]`.
    public let names: String
    /// The operands' numbers, rounded for reading: `0.512 · (−0.31)`.
    public let numbers: String
    /// The numbers that are multiplied, exact.
    public let factors: [Double]
    public let value: Double
  }

  public struct Definition: Sendable {
    public let symbol: String
    public let terms: [Term]
    public let value: Double
  }

  public let lesson: String
  public let iteration: Int
  public let name: String
  public let value: Float?
  public let formula: String
  public let operation: String
  public let meaning: BilingualText
  /// Nil when nothing computes the number: it is data, or where the network starts from.
  public let terms: [Term]?
  public let definitions: [Definition]
  public let sum: Double?

  public init(_ explanation: Explanation, of program: Program, lesson: String, iteration: Int, digits: Int = 4) {
    let text = TermText(program: program, format: NumberFormat(significantDigits: digits))
    self.lesson = lesson
    self.iteration = iteration
    name = explanation.name
    value = explanation.value
    formula = explanation.formula
    operation = explanation.operation
    meaning = explanation.meaning
    terms = explanation.expansion?.terms.map(text.term)
    definitions = (explanation.expansion?.definitions ?? []).map {
      Definition(symbol: $0.symbol, terms: $0.terms.map(text.term), value: $0.value)
    }
    sum = explanation.expansion?.sum
  }

  public var json: JSON {
    .object([
      "lesson": .string(lesson), "iteration": .integer(iteration), "name": .string(name),
      "value": value.map(JSON.float) ?? .null, "operation": .string(operation), "formula": .string(formula),
      "terms": .array((terms ?? []).map(\.json)), "definitions": .array(definitions.map(\.json)),
      "sum": sum.map(JSON.number) ?? .null,
    ])
  }

  /// Lines like those of the why panel: value, formula, what it means, then a line for each term.
  public func lines(_ language: Language, digits: Int = 6) -> [String] {
    let exact = NumberFormat(significantDigits: digits)
    let short = NumberFormat(significantDigits: 4)
    var lines = ["\(name) = \(value.map { exact.text($0) } ?? "·")"]
    if !formula.isEmpty { lines.append("  \(formula)") }
    if !meaning[language].isEmpty { lines.append("  \(meaning[language])") }
    guard let terms else { return lines }
    let width = min(terms.map(\.numbers.count).max() ?? 0, 48)
    for (index, term) in terms.enumerated() {
      let sign = index == 0 ? "=" : "+"
      lines.append(
        "  \(sign) \(term.numbers.padded(to: width))  = \(short.text(term.value).padded(to: 10))  \(term.names)")
    }
    if terms.count > 1, let sum { lines.append("  Σ \("".padded(to: width))  = \(exact.text(sum))") }
    for definition in definitions {
      let sum = definition.terms.map(\.numbers).joined(separator: " + ")
      lines.append("  \(definition.symbol) = \(sum) = \(short.text(definition.value))")
    }
    return lines
  }
}

extension ExplanationReport.Term {
  var json: JSON {
    .object([
      "expression": .string(names), "factors": .array(factors.map(JSON.number)), "value": .number(value),
    ])
  }
}

extension ExplanationReport.Definition {
  var json: JSON {
    .object(["symbol": .string(symbol), "terms": .array(terms.map(\.json)), "value": .number(value)])
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }
}
