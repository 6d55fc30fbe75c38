public import Autodiff
import TensorMath

/// A recurrent layer, LSTM or GRU as it stands in a program, unrolled: where each time step keeps what. The names are
/// those that ``Recurrence`` gives.
public struct UnrolledLayer: Hashable, Sendable {
  /// A tensor of a time step [batch, units] with what it is called: `input_gate`.
  public struct Part: Hashable, Sendable {
    public let name: String
    public let slot: SlotID
  }

  public let name: String
  public let stepCount: Int
  public let batch: Int
  public let units: Int
  /// Numbers that come in at each time step.
  public let inputCount: Int
  /// The inputs, the time steps one below the other [time·batch, inputs].
  public let byTime: SlotID
  /// What the inputs say at all time steps [time·batch, G·units].
  public let inputs: SlotID
  /// [units, G·units]
  public let recurrentWeight: SlotID
  public let recurrentBias: SlotID
  private let start: SlotID
  private let steps: [Step]

  /// What one time step has. Looked up once: a picture of two hundred steps asks for all of them at every key.
  private struct Step: Hashable, Sendable {
    let state: SlotID?
    let handedOver: SlotID?
    let sums: SlotID?
    let parts: [Part]
  }

  /// The gates, and what else goes into a state, as far as a cell has them, in the order they are computed.
  private static let parts = [
    "sum", "reset_gate", "update_gate", "input_gate", "forget_gate", "candidate", "output_gate", "cell",
  ]

  /// Nil where no recurrent layer has this name.
  public init?(named name: String, in program: Program) {
    guard let byTime = program.slot(named: "\(name).by_time"), let inputs = program.slot(named: "\(name).inputs"),
      let weight = program.slot(named: "\(name).recurrent_weight"),
      let bias = program.slot(named: "\(name).recurrent_bias"), let start = program.slot(named: "\(name).start"),
      start.shape.rows > 0
    else { return nil }
    self.name = name
    (self.byTime, self.inputs, self.start) = (byTime.id, inputs.id, start.id)
    (recurrentWeight, recurrentBias) = (weight.id, bias.id)
    (batch, units) = (start.shape.rows, start.shape.columns)
    inputCount = byTime.shape.columns
    let stepCount = byTime.shape.rows / batch
    self.stepCount = stepCount
    let partNames = Self.parts.filter { program.slot(named: "\(name).step0.\($0)") != nil }
    steps = (0..<stepCount).map { time in
      func slot(_ part: String) -> SlotID? { program.slot(named: "\(name).step\(time).\(part)")?.id }
      let state = slot("state") ?? (time == stepCount - 1 ? program.slot(named: "\(name).output")?.id : nil)
      return Step(
        state: state, handedOver: slot("state_handed_over"),
        // Without an activation the sum is the state.
        sums: slot("sum") ?? slot("sums") ?? slot("transfer") ?? (partNames.isEmpty ? state : nil),
        parts: partNames.compactMap { name in slot(name).map { Part(name: name, slot: $0) } })
    }
  }

  /// Every recurrent layer of a program, by its name.
  public static func all(in program: Program) -> [String: UnrolledLayer] {
    let names = Set(program.nodes.lazy.filter { $0.operation is ByTime }.compactMap(\.scope.first))
    return names.reduce(into: [:]) { layers, name in layers[name] = UnrolledLayer(named: name, in: program) }
  }

  /// h(t) [batch, units]; the last is the layer's output where it gives that alone.
  public func state(at time: Int) -> SlotID? { steps[time].state }

  /// h(t−1) as the time step reads it [batch, units]: handed over where gradients are cut.
  public func stateBefore(_ time: Int) -> SlotID? {
    time == 0 ? start : steps[time].handedOver ?? steps[time - 1].state
  }

  /// What the state of the step before is multiplied into [batch, G·units]: with what the inputs say, or, in a GRU,
  /// alone.
  public func sums(at time: Int) -> SlotID? { steps[time].sums }

  /// The other tensors of a time step [batch, units]: a plain cell's sum, gates, candidate, an LSTM's cell.
  public func parts(at time: Int) -> [Part] { steps[time].parts }

  /// An LSTM's cell c(t) [batch, units]; nil for other layers.
  public func cell(at time: Int) -> SlotID? { steps[time].parts.first { $0.name == "cell" }?.slot }
}
