public import Autodiff

/// A recurrent layer: every unit reads the input and the states of all units at the step before (Elman 1990,
/// "Finding structure in time"; `torch.nn.RNN`).
///
///     h(t) = f(x(t) · W_ih + b_ih + h(t−1) · W_hh + b_hh),  h(−1) = 0
///
/// Input [batch, time, inputs], `input_weight` W_ih [inputs, units], `recurrent_weight` W_hh [units, units], two biases
/// [units]; f is tanh or ReLU. Output: the last state [batch, units], or all [batch, time, units].
public struct RecurrentLayer: Layer {
  public static let name = "recurrent"
  public static let settings = Recurrence.settings + [LayerSetting("activation", default: "tanh")]
  public static let takesSequences = true
  static let activations = ["tanh", "relu", "linear"]

  private let recurrence: Recurrence
  private let activation: (any Operation)?

  public init(_ settings: [String: String]) throws(SettingError) {
    recurrence = try Recurrence(settings)
    let name = settings["activation"] ?? "tanh"
    guard Self.activations.contains(name) else {
      throw SettingError("activation", unknown: name, known: Self.activations)
    }
    activation = try ActivationCatalog.operation(named: name)
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    try recurrence.build(input, named: name, type: Self.name, gates: 1, carrying: ["state"], in: &network) {
      (step, network) throws(ShapeError) in
      let sum = try network.program.apply(
        StateTransfer(step: step.time), step.inputs, step.carried[0], step.recurrentWeight, step.recurrentBias,
        named: activation == nil ? step.stateName : "\(step.prefix).sum")
      guard let activation else { return [sum] }
      return [try network.program.apply(activation, sum, named: step.stateName)]
    }
  }
}
