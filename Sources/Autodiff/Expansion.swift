/// Where an operand of an operation stands, seen from the operation itself.
public enum OperandPlace: Hashable, Sendable {
  /// A cell of the operation's nth input.
  case input(Int, cell: Int)
  /// A cell of the operation's nth output; 0 is the result, more are by-products.
  case output(Int, cell: Int)
  /// A cell of the gradient that arrives from the operation's users.
  case upstream(cell: Int)
  /// A number of the operation itself, such as a slope or 1/N.
  case constant(String)
}

/// One number that goes into a term: where it stands, what it is, and, once a program has placed
/// the operation, which cell of the running network holds it, so that a learner can go there.
public struct Operand: Hashable, Sendable {
  public let place: OperandPlace
  public let value: Double
  public internal(set) var address: CellAddress?

  public init(_ place: OperandPlace, _ value: Double) {
    self.place = place
    self.value = value
  }

  /// An operand whose cell is known, for explanations that no operation gives.
  public init(address: CellAddress, _ value: Double) {
    place = .constant("")
    self.value = value
    self.address = address
  }
}

/// A function of one or more operands that is multiplied into a term. `form` is how it is written,
/// with `#` for each operand in turn: `"#"`, `"tanh(#)"`, `"(1 − #²)"`.
public struct Factor: Hashable, Sendable {
  public let form: String
  public internal(set) var operands: [Operand]
  public let value: Double

  public init(_ form: String, _ operands: [Operand], value: Double) {
    self.form = form
    self.operands = operands
    self.value = value
  }

  /// An operand as it is.
  public init(_ place: OperandPlace, _ value: Float) {
    self.init("#", [Operand(place, Double(value))], value: Double(value))
  }

  /// A fixed number, such as 1/N, with the way it is written.
  public static func constant(_ name: String, _ value: Double) -> Factor {
    Factor("#", [Operand(.constant(name), value)], value: value)
  }
}

/// A product of factors, one summand of a number on the screen.
public struct Term: Hashable, Sendable {
  public internal(set) var factors: [Factor]
  public var value: Double { factors.reduce(1) { $0 * $1.value } }

  public init(_ factors: Factor...) { self.factors = factors }
  public init(factors: [Factor]) { self.factors = factors }
}

/// A symbol used in a term, itself written as a sum: the Σ under a softmax.
public struct Definition: Hashable, Sendable {
  public let symbol: String
  public internal(set) var terms: [Term]
  public var value: Double { terms.reduce(0) { $0 + $1.value } }

  public init(_ symbol: String, _ terms: [Term]) {
    self.symbol = symbol
    self.terms = terms
  }
}

/// A number as a sum of terms: the answer to "why?". The terms add up to the number within 1e-5 of
/// the sum of their absolute values; `verify` holds every cell of every lesson to that.
public struct Expansion: Hashable, Sendable {
  public internal(set) var terms: [Term]
  public internal(set) var definitions: [Definition]

  public init(_ terms: [Term], where definitions: [Definition] = []) {
    self.terms = terms
    self.definitions = definitions
  }

  public var sum: Double { terms.reduce(0) { $0 + $1.value } }
  public var sumOfMagnitudes: Double { terms.reduce(0) { $0 + abs($1.value) } }
}
