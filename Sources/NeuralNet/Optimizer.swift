public import Autodiff
public import TensorMath

/// A rule that changes parameters by their gradients. One file an optimizer, one line in
/// ``OptimizerCatalog``. What it keeps from step to step are tensors of the parameter's shape, owned
/// by the machine, so that they are in every keyframe.
public protocol Optimizer: Sendable {
  static var name: String { get }
  /// The numbers that may be turned, with their defaults.
  static var constants: [OptimizerConstant] { get }
  /// An optimizer with these constants; every name of `constants` is there.
  init(_ constants: [String: Double])

  /// What it keeps for each parameter: `["m", "v"]` for Adam.
  var stateNames: [String] { get }

  /// Changes the parameter and the states in place.
  func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep)

  /// ``update(_:gradient:states:at:)`` with its views, made once and performed in every iteration.
  /// The default does; it is a requirement so that the compiler makes one for each optimizer's type.
  func boundUpdate(
    _ parameter: MutableView, gradient: View, states: OptimizerStates, at clock: UpdateClock
  ) -> Action

  /// The new parameter at a cell as a sum of terms.
  func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion

  /// The new nth state at a cell as a sum of terms.
  func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion

  /// One line for each state, then the parameter.
  var formulas: [String] { get }
  var meaning: BilingualText { get }
}

/// A number of an optimizer that a learner may turn.
public struct OptimizerConstant: Sendable, Hashable {
  public let name: String
  public let symbol: String
  public let defaultValue: Double
  public let range: ClosedRange<Double>

  public init(_ name: String, symbol: String, default defaultValue: Double, in range: ClosedRange<Double>) {
    self.name = name
    self.symbol = symbol
    self.defaultValue = defaultValue
    self.range = range
  }
}

/// Which update this is and how far it goes.
@frozen
public struct UpdateStep: Sendable, Hashable {
  /// t, counted from 1 since the optimizer's states were zero.
  public let number: Int
  public let learningRate: Float

  public init(number: Int, learningRate: Float) {
    self.number = number
    self.learningRate = learningRate
  }
}

/// The step that is being made: updates that were bound once read it here.
public final class UpdateClock {
  private var number = 1
  private var learningRate: Float = 0
  var step: UpdateStep { UpdateStep(number: number, learningRate: learningRate) }

  public init() {}

  public func set(number: Int) { self.number = number }
  public func set(learningRate: Float) { self.learningRate = learningRate }
}

/// The tensors an optimizer keeps for one parameter; at most two are in use so far.
@frozen
public struct OptimizerStates {
  public let first: MutableView?
  public let second: MutableView?

  public init(first: MutableView?, second: MutableView?) {
    self.first = first
    self.second = second
  }
}

/// The numbers of one cell around an update, each with the place where it stands.
public struct UpdateCells {
  public let gradient: Operand
  public let previousParameter: Operand
  public let previousStates: [Operand]
  public let states: [Operand]

  public init(gradient: Operand, previousParameter: Operand, previousStates: [Operand], states: [Operand]) {
    self.gradient = gradient
    self.previousParameter = previousParameter
    self.previousStates = previousStates
    self.states = states
  }
}

extension Optimizer {
  public var name: String { Self.name }

  public func boundUpdate(
    _ parameter: MutableView, gradient: View, states: OptimizerStates, at clock: UpdateClock
  ) -> Action {
    Action { update(parameter, gradient: gradient, states: states, at: clock.step) }
  }

  /// `previous − learningRate · direction`, the shape of most updates.
  func descent(_ cells: UpdateCells, _ step: UpdateStep, _ direction: Factor...) -> Expansion {
    Expansion([
      Term(cell(cells.previousParameter)),
      Term(factors: [.constant("−learning rate", -Double(step.learningRate))] + direction),
    ])
  }

  /// A cell as it is.
  func cell(_ operand: Operand) -> Factor { Factor("#", [operand], value: operand.value) }
}
