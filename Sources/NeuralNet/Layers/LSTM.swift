public import Autodiff
import TensorMath

/// Long short-term memory: beside its state each unit has a cell that is added to and scaled, and gates that decide on
/// what is written, kept and shown (Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and
/// Cummins 2000; `torch.nn.LSTM`).
///
///     i, f, o = σ(…), g = tanh(…) of x(t) · W_ih + b_ih + h(t−1) · W_hh + b_hh
///     c(t) = f · c(t−1) + i · g,  h(t) = o · tanh(c(t)),  c(−1) = h(−1) = 0
///
/// The sums of the four lie side by side in the order i, f, g, o. Input [batch, time, inputs], weights
/// [inputs, 4·units] and [units, 4·units], two biases [4·units]. The forget gate's share of `input_bias` starts at
/// `forget-bias` (1, as Gers et al. and Jozefowicz, Zaremba and Sutskever 2015 advise), so that at first cells keep.
public struct LSTM: Layer {
  public static let name = "lstm"
  public static let settings = Recurrence.settings + [LayerSetting("forget-bias", default: "1")]
  public static let takesSequences = true
  static let forgetBiases: ClosedRange<Double> = 0...10

  private let recurrence: Recurrence
  private let forgetBias: Float

  public init(_ settings: [String: String]) throws(SettingError) {
    recurrence = try Recurrence(settings)
    let text = settings["forget-bias"] ?? "1"
    guard let number = Double(text), Self.forgetBiases.contains(number) else {
      throw SettingError(
        "forget-bias", found: "\"\(text)\"",
        needed: "a number from \(Self.forgetBiases.lowerBound) to \(Self.forgetBiases.upperBound)")
    }
    forgetBias = Float(number)
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    try recurrence.build(
      input, named: name, type: Self.name, gates: 4,
      inputBias: BlockInitializer(values: [0, forgetBias, 0, 0]), carrying: ["state", "cell"], in: &network
    ) { (step, network) throws(ShapeError) in
      let prefix = step.prefix
      let sums = try network.program.apply(
        StateTransfer(step: step.time), step.inputs, step.carried[0], step.recurrentWeight, step.recurrentBias,
        named: "\(prefix).sums")
      let inputGate = try network.gate(
        "input gate", .sigmoid, (sums, step.block(0)), named: "\(prefix).input_gate")
      let forgetGate = try network.gate(
        "forget gate", .sigmoid, (sums, step.block(1)), named: "\(prefix).forget_gate")
      let candidate = try network.gate("candidate", .tanh, (sums, step.block(2)), named: "\(prefix).candidate")
      let outputGate = try network.gate(
        "output gate", .sigmoid, (sums, step.block(3)), named: "\(prefix).output_gate")
      let cell = try network.program.apply(
        SumOfProducts(), forgetGate, step.carried[1], inputGate, candidate, named: "\(prefix).cell")
      let shown = try network.program.apply(Tanh(), cell, named: "\(prefix).cell_tanh")
      return [try network.program.apply(Multiply(), outputGate, shown, named: step.stateName), cell]
    }
  }
}
