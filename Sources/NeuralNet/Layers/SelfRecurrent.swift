public import Autodiff
import TensorMath

/// One or two neurons that feed themselves, unrolled over a sequence: the memory of a single weight
/// (Elman 1990, "Finding structure in time", with a diagonal recurrent matrix; Jordan 1986).
///
///     y(t) = f(w · x(t) + r · y(t−1) + l · y of the other(t−1) − θ),  y(−1) = 0
///
/// Input [batch, T]: T numbers a sample, one for each time step. `input_weight` [1, units] leads directly
/// from input to output; `recurrent_weight` [units] leads from each neuron's output back to itself, and
/// `lateral_weight` [units], where there are two, to the other one; `threshold` [units] is subtracted.
/// Output: the last y [batch, units], or those of all time steps side by side [batch, T · units].
public struct SelfRecurrent: Layer {
  public static let name = "self-recurrent"
  public static let settings =
    [LayerSetting("units", default: "1")] + ActivationCatalog.settings + [
      LayerSetting("initialization", default: "xavier"), LayerSetting("output", default: "last"),
    ]

  public let units: Int
  public let activation: (any Operation)?
  public let initializer: any Initializer
  /// Whether the outputs of all time steps are the layer's output, or the last one alone.
  public let givesAll: Bool

  public init(_ settings: [String: String]) throws(SettingError) {
    let text = settings["units"] ?? ""
    guard let units = Int(text), (1...2).contains(units) else {
      throw SettingError("units", found: "\"\(text)\"", needed: "1 or 2")
    }
    self.units = units
    activation = try ActivationCatalog.operation(in: settings)
    initializer = try InitializerCatalog.initializer(named: settings["initialization"] ?? "xavier")
    let output = settings["output"] ?? "last"
    guard ["last", "all"].contains(output) else {
      throw SettingError("output", unknown: output, known: ["last", "all"])
    }
    givesAll = output == "all"
  }

  /// The parameters, while the layer is being built.
  private struct Weights {
    let input: ProgramBuilder.Value
    let recurrent: ProgramBuilder.Value
    let lateral: ProgramBuilder.Value?
    let threshold: ProgramBuilder.Value
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    let length = input.shape.columns
    guard input.shape.rank == 2, length >= 2 else {
      var error = ShapeError(Self.name, found: [input.shape], needed: "batch×time with at least two time steps")
      error.scope = name
      throw error
    }
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    let weights = weights(named: name, in: &network)
    var outputs: [ProgramBuilder.Value] = []
    for time in 0..<length {
      network.program.scope.append(TimeStepScope.name(time))
      defer { network.program.scope.removeLast() }
      let isResult = time == length - 1 && !givesAll
      outputs.append(
        try step(
          time, of: input, after: outputs.last, weights, named: "\(name).step\(time)",
          output: isResult ? "\(name).output" : "\(name).step\(time).output", in: &network))
    }
    guard givesAll else { return outputs[length - 1] }
    return try network.program.apply(JoinColumns(count: length), outputs, named: ["\(name).output"])[0]
  }

  private func weights(named name: String, in network: inout NetworkBuilder) -> Weights {
    // A neuron reads one number of the input and the last output of each neuron.
    func parameter(_ own: String, rows: Bool = false) -> ProgramBuilder.Value {
      network.parameter(
        "\(name).\(own)", rows ? [1, units] : [units], initializer, fanIn: 1 + units, fanOut: units, isWeight: true)
    }
    return Weights(
      input: parameter("input_weight", rows: true), recurrent: parameter("recurrent_weight"),
      lateral: units == 2 ? parameter("lateral_weight") : nil,
      threshold: network.parameter(
        "\(name).threshold", [units], ZeroInitializer(), fanIn: 1 + units, fanOut: units))
  }

  /// One time step: what comes directly from the input, what comes back from the step before, less the
  /// threshold, through the activation.
  private func step(
    _ time: Int, of input: ProgramBuilder.Value, after previous: ProgramBuilder.Value?, _ weights: Weights,
    named name: String, output: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    let number = try network.program.apply(SelectColumns(time..<time + 1), input, named: "\(name).input")
    var total = try network.program.apply(MatrixProduct(), number, weights.input, named: "\(name).direct")
    if let previous {
      let own = try network.program.apply(Multiply(), previous, weights.recurrent, named: "\(name).indirect")
      total = try network.program.apply(
        Add(), total, own, named: weights.lateral == nil ? "\(name).total" : "\(name).own")
      if let lateral = weights.lateral {
        let other = try network.program.apply(ReverseColumns(), previous, named: "\(name).other")
        let across = try network.program.apply(Multiply(), other, lateral, named: "\(name).lateral")
        total = try network.program.apply(Add(), total, across, named: "\(name).total")
      }
    }
    let sum = try network.program.apply(
      Subtract(), total, weights.threshold, named: activation == nil ? output : "\(name).sum")
    guard let activation else { return sum }
    return try network.program.apply(activation, sum, named: output)
  }
}
