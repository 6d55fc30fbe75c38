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
      let reset = try network.gate(
        "reset gate", .sigmoid, (transfer, step.block(0)), (step.inputs, step.inputBlock(0)),
        named: "\(prefix).reset_gate")
      let update = try network.gate(
        "update gate", .sigmoid, (transfer, step.block(1)), (step.inputs, step.inputBlock(1)),
        named: "\(prefix).update_gate")
      let offered = try network.gate("candidate", .identity, (transfer, step.block(2)), named: "\(prefix).offered")
      network.program.scope.append("candidate")
      let passed = try network.program.apply(Multiply(), reset, offered, named: "\(prefix).passed")
      network.program.scope.removeLast()
      let candidate = try network.gate(
        "candidate", .tanh, (passed, step.block(0)), (step.inputs, step.inputBlock(2)), named: "\(prefix).candidate")
      return [
        try network.program.apply(Interpolate(), candidate, step.carried[0], update, named: step.stateName)
      ]
    }
  }
}
