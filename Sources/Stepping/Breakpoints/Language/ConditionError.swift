public import Autodiff
import Wording

/// What is wrong with a condition: where, what was found, what was needed, and the nearest thing that
/// would have been right.
///
///     los > 2
///     ^^^
///     Column 1: found "los", needed a value of this network or a word such as loss. Did you mean "loss"?
public struct ConditionError: Error, Hashable, Sendable {
  /// The whole condition.
  public let condition: String
  /// The characters that are meant, counted from 0; one past the end where something is missing.
  public let range: Range<Int>
  public let found: BilingualText
  public let needed: BilingualText
  /// What was probably meant.
  public let suggestion: String?

  /// The column of the first character that is meant, counted from 1.
  public var column: Int { range.lowerBound + 1 }

  /// The error as a sentence.
  public subscript(language: Language) -> String {
    let nearest = suggestion.map(Quotation.quoted)
    return switch language {
    case .english:
      "Column \(column): found \(found.english), needed \(needed.english)."
        + (nearest.map { " Did you mean \($0)?" } ?? "")
    case .chinese:
      "第 \(column) 列：写的是\(Self.spaced(found.chinese))，应为\(Self.spaced(needed.chinese))。"
        + (nearest.map { "是不是想写 \($0)？" } ?? "")
    }
  }

  /// Between Chinese and other letters there is a space.
  private static func spaced(_ text: String) -> String { text.first?.isASCII == true ? " \(text)" : text }

  /// Spaces and carets that stand under the characters that are meant, when the condition is written above.
  public var carets: String {
    String(repeating: " ", count: range.lowerBound) + String(repeating: "^", count: max(range.count, 1))
  }
}

extension ConditionError: CustomStringConvertible {
  /// Three lines: the condition, carets under what is meant, the sentence.
  public var description: String { "\(Quotation.plain(condition))\n\(carets)\n\(self[.english])" }
}

/// The error of one place, before the condition's text is added.
struct ConditionProblem: Error {
  let range: Range<Int>
  let found: BilingualText
  let needed: BilingualText
  var suggestion: String?

  init(_ range: Range<Int>, found: BilingualText, needed: BilingualText, suggestion: String? = nil) {
    self.range = range
    self.found = found
    self.needed = needed
    self.suggestion = suggestion
  }

  func error(in condition: String) -> ConditionError {
    ConditionError(condition: condition, range: range, found: found, needed: needed, suggestion: suggestion)
  }
}
