/// A condition as it is written: words not yet looked up, numbers and conditions not yet told apart.
struct ConditionSyntax {
  enum Kind {
    case number(Double)
    case name(String)
    /// `hidden1.weight[2, 1]`: each index with its place.
    indirect case cell(ConditionSyntax, [(index: Double, range: Range<Int>)])
    /// `norm(hidden1.weight)`
    indirect case call(String, nameRange: Range<Int>, ConditionSyntax)
    indirect case negative(ConditionSyntax)
    indirect case arithmetic(ArithmeticSign, ConditionSyntax, ConditionSyntax)
    indirect case comparison(ComparisonSign, ConditionSyntax, ConditionSyntax)
    indirect case not(ConditionSyntax)
    indirect case both(ConditionSyntax, ConditionSyntax)
    indirect case either(ConditionSyntax, ConditionSyntax)
    /// `… changes`, `… rises above 2`
    indirect case event(ConditionEvent, ConditionSyntax, bound: ConditionSyntax?)
    /// `at hidden1.sum`
    case place(String, nameRange: Range<Int>)
  }

  let kind: Kind
  let range: Range<Int>
}

enum ArithmeticSign: String, Hashable, Sendable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divided = "/"
}

enum ComparisonSign: String, Hashable, Sendable, CaseIterable {
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

/// What a number does from one look to the next.
enum ConditionEvent: Hashable, Sendable {
  case changes
  /// From below 0 to 0 or more, or back.
  case changesSign
  case risesAbove
  case fallsBelow
}
