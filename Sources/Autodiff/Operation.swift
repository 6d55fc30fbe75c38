public import TensorMath

/// One step of a network's arithmetic: what it computes, how gradients flow back through it, and how
/// any single number of either is a sum of terms. An operation is a value without state; its file
/// holds everything there is to know about it, and one line in ``OperationCatalog`` makes it known.
///
/// An operation never writes its inputs, and an output never shares storage with an input.
public protocol Operation: Sendable {
  /// The name used in listings, help and tests: `"affine"`.
  static var name: String { get }

  /// The type's name, but for an operation that stands in for others.
  var name: String { get }

  /// What the inputs are called in formulas: `["x", "W", "b"]`.
  var inputNames: [String] { get }

  /// What the outputs are called. The first is the result, through which gradients flow; more are
  /// by-products that are worth seeing, such as the probabilities inside a loss.
  var outputNames: [String] { get }

  /// The shapes of the outputs, or what is wrong with the inputs.
  func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape]

  /// True when inputs may be repeated along leading axes to the result's shape. The gradient that
  /// `backward` writes then has the result's shape; ``BackwardPass`` sums it back.
  var broadcasts: Bool { get }

  /// Inputs that are taken as given: no gradient is passed on to them, whatever they depend on.
  var constantInputs: Set<Int> { get }

  func forward(_ inputs: ViewList, into outputs: MutableViewList)

  /// Writes the gradient of each input, given that of the result; nil entries are not wanted.
  func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList)

  /// ``forward(_:into:)`` with its views, made once and performed in every iteration. The default
  /// does; it is a requirement so that the compiler makes one for each operation's own type.
  func boundForward(_ inputs: ViewList, into outputs: MutableViewList) -> Action

  /// ``backward(_:_:upstream:into:)`` with its views.
  func boundBackward(
    _ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList
  ) -> Action

  /// Output `output` at `cell` as a sum of terms.
  func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion

  /// The gradient that this operation passes to input `input` at `cell`, as a sum of terms.
  func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion

  /// Which smooth piece of the function each cell is on (the sign of a ReLU's input, say); empty for
  /// functions without kinks. A difference quotient across a kink proves nothing about a gradient.
  func smoothPieces(_ inputs: ViewList) -> [Int8]

  var formulas: OperationFormulas { get }

  /// Small inputs, away from kinks: the gradient check, the help page and the tests use them.
  static var examples: [OperationExample] { get }
}

extension Operation {
  public var name: String { Self.name }
  public var outputNames: [String] { ["y"] }
  public var broadcasts: Bool { false }
  public var constantInputs: Set<Int> { [] }
  public func smoothPieces(_ inputs: ViewList) -> [Int8] { [] }

  public func boundForward(_ inputs: ViewList, into outputs: MutableViewList) -> Action {
    Action { forward(inputs, into: outputs) }
  }

  public func boundBackward(
    _ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList
  ) -> Action {
    Action { backward(inputs, outputs, upstream: upstream, into: gradients) }
  }
}

/// How an operation is written: forward, backward for each input, and what each does in one sentence.
public struct OperationFormulas: Sendable {
  public let forward: String
  /// One per input; empty for an input that takes no gradient.
  public let backward: [String]
  public let meaning: BilingualText
  /// What happens to a gradient on its way back.
  public let gradientMeaning: BilingualText
  /// Of the outputs behind the first, in their order, where they have formulas of their own.
  public let byProducts: [(formula: String, meaning: BilingualText)]

  public init(
    forward: String, backward: [String], meaning: BilingualText, gradientMeaning: BilingualText,
    byProducts: [(formula: String, meaning: BilingualText)] = []
  ) {
    self.byProducts = byProducts
    self.forward = forward
    self.backward = backward
    self.meaning = meaning
    self.gradientMeaning = gradientMeaning
  }
}

/// An operation with inputs that show what it does.
public struct OperationExample: Sendable {
  public let operation: any Operation
  public let inputs: [Tensor]
  /// Inputs that are data, such as class numbers: no gradient is asked for.
  public let dataInputs: Set<Int>

  public init(_ operation: any Operation, _ inputs: [Tensor], dataInputs: Set<Int> = []) {
    self.operation = operation
    self.inputs = inputs
    self.dataInputs = dataInputs
  }
}
