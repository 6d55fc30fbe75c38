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

  init(_ place: OperandPlace, _ value: Double, at address: CellAddress?) {
    self.place = place
    self.value = value
    self.address = address
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
  private enum Content: Hashable, Sendable {
    case cell(CellOperand)
    case function(form: String, operands: [Operand], value: Double)
  }
  private var content: Content

  public init(_ form: String, _ operands: [Operand], value: Double) {
    if form == "#", operands.count == 1, operands[0].value == value, let cell = CellOperand(operands[0]) {
      content = .cell(cell)
    } else {
      content = .function(form: form, operands: operands, value: value)
    }
  }

  /// An operand as it is.
  public init(_ place: OperandPlace, _ value: Float) {
    if let cell = CellOperand(place, value) {
      content = .cell(cell)
    } else {
      content = .function(form: "#", operands: [Operand(place, Double(value))], value: Double(value))
    }
  }

  init(_ cell: CellOperand) { content = .cell(cell) }

  /// A fixed number, such as 1/N, with the way it is written.
  public static func constant(_ name: String, _ value: Double) -> Factor {
    Factor("#", [Operand(.constant(name), value)], value: value)
  }

  public var form: String {
    switch content {
    case .cell: "#"
    case .function(let form, _, _): form
    }
  }

  public var operands: [Operand] {
    switch content {
    case .cell(let cell): [cell.operand]
    case .function(_, let operands, _): operands
    }
  }

  public var value: Double {
    switch content {
    case .cell(let cell): cell.value
    case .function(_, _, let value): value
    }
  }

  /// The operand, where the factor is nothing but a number of some cell.
  var cell: CellOperand? {
    switch content {
    case .cell(let cell): cell
    case .function: nil
    }
  }

  /// Calls `body` with each operand, and makes no array of them.
  public func forEachOperand(_ body: (Operand) -> Void) {
    switch content {
    case .cell(let cell): body(cell.operand)
    case .function(_, let operands, _): for operand in operands { body(operand) }
    }
  }

  /// Gives every operand the cell it stands in.
  mutating func place(_ placement: Placement) {
    switch content {
    case .cell(var cell):
      cell.place(placement)
      content = .cell(cell)
    case .function(let form, var operands, let value):
      // Constants, which many terms share, stand nowhere.
      guard operands.contains(where: { placement.address(of: $0.place) != $0.address }) else { return }
      for index in operands.indices { operands[index].address = placement.address(of: operands[index].place) }
      content = .function(form: form, operands: operands, value: value)
    }
  }
}

/// A product of factors, one summand of a number on the screen.
///
/// The gradient of one weight of a kernel has tens of thousands of terms, each a product of two cells: such
/// a term holds its operands itself and takes nothing from the heap.
public struct Term: Hashable, Sendable {
  private enum Content: Hashable, Sendable {
    case cell(CellOperand)
    case product(CellOperand, CellOperand)
    case factors([Factor])
  }
  private var content: Content

  public init(_ factor: Factor) {
    guard let cell = factor.cell else {
      content = .factors([factor])
      return
    }
    content = .cell(cell)
  }

  public init(_ a: Factor, _ b: Factor) { content = Self.product(a, b) }

  public init(_ factors: Factor...) { self.init(factors: factors) }

  public init(factors: [Factor]) {
    content =
      switch factors.count {
      case 1: Term(factors[0]).content
      case 2: Self.product(factors[0], factors[1])
      default: .factors(factors)
      }
  }

  private static func product(_ a: Factor, _ b: Factor) -> Content {
    if let first = a.cell, let second = b.cell { .product(first, second) } else { .factors([a, b]) }
  }

  public var factors: [Factor] {
    switch content {
    case .cell(let cell): [Factor(cell)]
    case .product(let a, let b): [Factor(a), Factor(b)]
    case .factors(let factors): factors
    }
  }

  public var value: Double {
    switch content {
    case .cell(let cell): cell.value
    case .product(let a, let b): a.value * b.value
    case .factors(let factors): factors.reduce(1) { $0 * $1.value }
    }
  }

  /// Calls `body` with each operand of each factor, and makes no arrays of them.
  public func forEachOperand(_ body: (Operand) -> Void) {
    switch content {
    case .cell(let cell): body(cell.operand)
    case .product(let a, let b):
      body(a.operand)
      body(b.operand)
    case .factors(let factors): for factor in factors { factor.forEachOperand(body) }
    }
  }

  /// Whether one of the operands stands in a cell.
  public func names(_ address: CellAddress) -> Bool {
    var isNamed = false
    forEachOperand { if $0.address == address { isNamed = true } }
    return isNamed
  }

  /// Gives every operand the cell it stands in.
  mutating func place(_ placement: Placement) {
    switch content {
    case .cell(var cell):
      cell.place(placement)
      content = .cell(cell)
    case .product(var a, var b):
      a.place(placement)
      b.place(placement)
      content = .product(a, b)
    case .factors(var factors):
      content = .factors([])
      for index in factors.indices { factors[index].place(placement) }
      content = .factors(factors)
    }
  }
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
  /// Where several nodes use one value: whose terms are which.
  public private(set) var uses: [Use] = []

  /// The terms that come from one of several nodes.
  public struct Use: Hashable, Sendable {
    /// An index into the program's nodes.
    public let node: Int
    public let terms: Range<Int>
  }

  /// 0, for a reason that has no terms: an operation has no part in a number.
  static let nothing = Expansion([Term(.constant("0", 0))])

  public init(_ terms: [Term], where definitions: [Definition] = []) {
    self.terms = terms
    self.definitions = definitions
  }

  /// Gives every operand the cell it stands in.
  mutating func place(_ placement: Placement) {
    for index in terms.indices { terms[index].place(placement) }
    for index in definitions.indices {
      for term in definitions[index].terms.indices { definitions[index].terms[term].place(placement) }
    }
  }

  /// Adds what one more node that uses the value contributes; nothing where it has no part in it.
  mutating func append(_ part: Expansion, ofNode node: Int) {
    guard part != .nothing else { return }
    uses.append(Use(node: node, terms: terms.count..<terms.count + part.terms.count))
    terms += part.terms
    definitions += part.definitions
  }

  public var sum: Double { terms.reduce(0) { $0 + $1.value } }
  public var sumOfMagnitudes: Double { terms.reduce(0) { $0 + abs($1.value) } }
}
