public import Autodiff
import TensorMath

/// A gated recurrent unit: its state is a mixture of the old one and a candidate (Cho et al. 2014, "Learning phrase
/// representations using RNN encoder–decoder", section 2.3, in the form of `torch.nn.GRU`, where the reset gate scales
/// what the state says and not the state).
///
///     r, z = σ(x(t) · W_ih + b_ih + h(t−1) · W_hh + b_hh)
///     n = tanh(x(t) · W_in + b_in + r · (h(t−1) · W_hn + b_hn))
///     h(t) = (1 − z) · n + z · h(t−1),  h(−1) = 0
///
/// The sums of the three lie side by side in the order r, z, n. Input [batch, time, inputs], weights [inputs, 3·units]
/// and [units, 3·units], two biases [3·units].
public struct GRU: Layer {
  public static let name = "gru"
  public static let settings = Recurrence.settings
  public static let takesSequences = true

  private let recurrence: Recurrence

  public init(_ settings: [String: String]) throws(SettingError) { recurrence = try Recurrence(settings) }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    try recurrence.build(input, named: name, type: Self.name, gates: 3, carrying: ["state"], in: &network) {
      (step, network) throws(ShapeError) in
      let prefix = step.prefix
      let transfer = try network.program.apply(
        Affine(), step.carried[0], step.recurrentWeight, step.recurrentBias, named: "\(prefix).transfer")
      let reset = try Self.gate("reset gate", "reset_gate", 0, step, transfer, in: &network)
      let update = try Self.gate("update gate", "update_gate", 1, step, transfer, in: &network)
      let candidate = try Self.candidate(reset, step, transfer, in: &network)
      return [
        try network.program.apply(Interpolate(), candidate, step.carried[0], update, named: step.stateName)
      ]
    }
  }

  /// σ of what the input and what the state say.
  private static func gate(
    _ title: String, _ ownName: String, _ number: Int, _ step: Recurrence.Step, _ transfer: ProgramBuilder.Value,
    in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(title)
    defer { network.program.scope.removeLast() }
    let name = "\(step.prefix).\(ownName)"
    let (fromInput, fromState) = try parts(number, of: name, step, transfer, in: &network)
    let sum = try network.program.apply(Add(), fromInput, fromState, named: "\(name)_sum")
    return try network.program.apply(Sigmoid(), sum, named: name)
  }

  /// tanh of what the input says and what of the state the reset gate lets through.
  private static func candidate(
    _ reset: ProgramBuilder.Value, _ step: Recurrence.Step, _ transfer: ProgramBuilder.Value,
    in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append("candidate")
    defer { network.program.scope.removeLast() }
    let name = "\(step.prefix).candidate"
    let (fromInput, fromState) = try parts(2, of: name, step, transfer, in: &network)
    let passed = try network.program.apply(Multiply(), reset, fromState, named: "\(name)_passed")
    let sum = try network.program.apply(Add(), fromInput, passed, named: "\(name)_sum")
    return try network.program.apply(Tanh(), sum, named: name)
  }

  /// A gate's block of the inputs' sums at this step, and of the state's.
  private static func parts(
    _ number: Int, of name: String, _ step: Recurrence.Step, _ transfer: ProgramBuilder.Value,
    in network: inout NetworkBuilder
  ) throws(ShapeError) -> (input: ProgramBuilder.Value, state: ProgramBuilder.Value) {
    let columns = number * step.units..<(number + 1) * step.units
    let input = try network.program.apply(
      SelectBlock(rows: step.rows, columns: columns), step.inputs, named: "\(name)_from_input")
    let state = try network.program.apply(
      SelectBlock(rows: 0..<step.batch, columns: columns), transfer, named: "\(name)_from_state")
    return (input, state)
  }
}
