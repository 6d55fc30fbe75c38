import Autodiff
import TensorMath

/// What recurrent layers have in common: the same weights at every time step, and a state that is carried on.
///
/// Input [batch, time, inputs]. With G sums a unit (1 for a plain recurrent layer, 4 for an LSTM, 3 for a GRU):
/// `input_weight` [inputs, G·units] and `input_bias` [G·units] make `inputs` [time·batch, G·units] of all time steps
/// at once; `recurrent_weight` [units, G·units] and `recurrent_bias` [G·units] lead from the state of one step to the
/// sums of the next. Two biases, of which one would do, since PyTorch has two. Output: the last state [batch, units],
/// or those of all time steps [batch, time, units].
struct Recurrence {
  static let settings = [
    LayerSetting("units"), LayerSetting("output", default: "last"), LayerSetting("truncation", default: "0"),
    LayerSetting("initialization", default: "xavier"),
    LayerSetting("recurrent-initialization", default: OrthogonalInitializer.name),
    LayerSetting("spectral-radius", default: "1"), LayerSetting("start", default: "none"),
  ]

  /// More than these are taken for a slip of the keyboard.
  static let largestUnits = 1024
  static let longest = Recurrences.longest
  static let spectralRadii = Recurrences.spectralRadii

  let units: Int
  /// Whether the states of all time steps are the layer's output, or the last one alone.
  let givesAll: Bool
  /// The earlier layer whose output is the state before the first time step, as the decoder of Sutskever, Vinyals and
  /// Le (2014, "Sequence to sequence learning with neural networks", section 2) starts where its encoder ended; nil for
  /// zeros.
  let start: String?
  /// Over how many time steps a gradient flows back; nil for all.
  let truncation: Int?
  let initializer: any Initializer
  let recurrentInitializer: any Initializer

  init(_ settings: [String: String]) throws(SettingError) {
    units = try LayerSettings.number(settings, "units", 1...Self.largestUnits)
    givesAll = try LayerSettings.choice(settings, "output", ["last", "all"]) == "all"
    let start = settings["start"] ?? "none"
    self.start = start == "none" ? nil : start
    let steps = try LayerSettings.number(settings, "truncation", 0...Self.longest)
    truncation = steps == 0 ? nil : steps
    initializer = try InitializerCatalog.initializer(named: settings["initialization"] ?? "xavier")
    let text = settings["spectral-radius"] ?? "1"
    guard let radius = Double(text), Self.spectralRadii.contains(radius) else {
      throw SettingError(
        "spectral-radius", found: "\"\(text)\"",
        needed: "a number from \(Self.spectralRadii.lowerBound) to \(Self.spectralRadii.upperBound)")
    }
    let name = settings["recurrent-initialization"] ?? OrthogonalInitializer.name
    let recurrent = try InitializerCatalog.initializer(named: name)
    if recurrent is OrthogonalInitializer {
      recurrentInitializer = OrthogonalInitializer(gain: Float(radius))
    } else if radius == 1 {
      recurrentInitializer = recurrent
    } else {
      throw SettingError(
        "spectral-radius", found: "\(text) with the recurrent initialization \(name)",
        needed: "the recurrent initialization orthogonal, whose spectral radius is 1")
    }
  }

  // ---- Building ----

  typealias Value = ProgramBuilder.Value

  /// What a cell finds at a time step.
  struct Step {
    /// Which time step, from 0.
    let time: Int
    /// The inputs' part of the sums at all time steps, [time·batch, G·units].
    let inputs: Value
    let recurrentWeight: Value
    let recurrentBias: Value
    /// What is carried on: the state [batch, units], and what else the cell has put there.
    let carried: [Value]
    /// `"hidden.step3"`, before the names of this step's values.
    let prefix: String
    /// What the new state is to be called.
    let stateName: String
    let batch: Int
    let units: Int

    /// One gate's part of the inputs' sums at this step.
    func inputBlock(_ gate: Int) -> Gate.Block {
      Gate.Block(rows: time * batch..<(time + 1) * batch, columns: gate * units..<(gate + 1) * units)
    }

    /// One gate's part of sums of this step alone.
    func block(_ gate: Int) -> Gate.Block {
      Gate.Block(rows: 0..<batch, columns: gate * units..<(gate + 1) * units)
    }
  }

  /// - Parameters:
  ///   - gates: G, how many sums a unit has.
  ///   - inputBias: how the inputs' bias starts.
  ///   - carriedCount: how many tensors a step hands to the next, the state first.
  ///   - cell: makes the next of them.
  func build(
    _ input: Value, named name: String, type: String, gates: Int,
    inputBias: any Initializer = ZeroInitializer(), carrying carriedNames: [String],
    in network: inout NetworkBuilder,
    cell: (Step, inout NetworkBuilder) throws(ShapeError) -> [Value]
  ) throws(ShapeError) -> Value {
    guard input.shape.rank == 3, (1...Self.longest).contains(input.shape.dimensions[1]) else {
      var error = ShapeError(
        type, found: [input.shape], needed: "sequences batch×time×inputs of at most \(Self.longest) time steps")
      error.scope = name
      throw error
    }
    let (batch, length, width) = (input.shape.dimensions[0], input.shape.dimensions[1], input.shape.dimensions[2])
    let sums = gates * units
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    let inputWeight = network.parameter(
      "\(name).input_weight", [width, sums], initializer, fanIn: width, fanOut: units)
    let inputBias = network.parameter("\(name).input_bias", [sums], inputBias, fanIn: width, fanOut: units)
    let recurrentWeight = network.parameter(
      "\(name).recurrent_weight", [units, sums], recurrentInitializer, fanIn: units, fanOut: units)
    let recurrentBias = network.parameter(
      "\(name).recurrent_bias", [sums], ZeroInitializer(), fanIn: units, fanOut: units)

    let byTime = try network.program.apply(ByTime(), input, named: "\(name).by_time")
    let inputs = try network.program.apply(Affine(), byTime, inputWeight, inputBias, named: "\(name).inputs")
    var carried: [Value] = []
    for carriedName in carriedNames {
      if let start, carriedName == carriedNames[0] {
        carried.append(try startState(from: start, batch, named: name, type, in: &network))
        continue
      }
      let start = carriedName == carriedNames[0] ? "start" : "start_\(carriedName)"
      carried.append(
        try network.program.apply(StartState(batch: batch, units: units), [], named: ["\(name).\(start)"])[0])
    }
    var states: [Value] = []
    for time in 0..<length {
      network.program.scope.append(TimeStepScope.name(time))
      defer { network.program.scope.removeLast() }
      let prefix = "\(name).step\(time)"
      if isCut(before: time, of: length) {
        for index in carried.indices {
          carried[index] = try network.program.apply(
            StopGradient(), carried[index], named: "\(prefix).\(carriedNames[index])_handed_over")
        }
      }
      let isResult = time == length - 1 && !givesAll
      carried = try cell(
        Step(
          time: time, inputs: inputs, recurrentWeight: recurrentWeight, recurrentBias: recurrentBias,
          carried: carried, prefix: prefix, stateName: isResult ? "\(name).output" : "\(prefix).state", batch: batch,
          units: units),
        &network)
      states.append(carried[0])
    }
    guard givesAll else {
      network.stream = nil
      return states[length - 1]
    }
    return try network.program.apply(JoinSteps(count: length), states, named: ["\(name).output"])[0]
  }

  /// What an earlier layer has put out, as the state to start from [batch, units].
  private func startState(
    from layer: String, _ batch: Int, named name: String, _ type: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> Value {
    let value = try network.output(of: layer, for: "\(type)'s start").value
    guard value.shape == [batch, units] else {
      var error = ShapeError(type, found: [value.shape], needed: "a start \(Shape([batch, units])) from \(layer)")
      error.scope = name
      throw error
    }
    return try network.program.apply(Copy(), value, named: "\(name).start")
  }

  /// Pieces are counted from the end, so that the last, which the loss sees most of, is a whole one.
  private func isCut(before time: Int, of length: Int) -> Bool {
    guard let truncation, time > 0 else { return false }
    return (length - time) % truncation == 0
  }
}

/// What settings of recurrent layers may be.
public enum Recurrences {
  /// Time steps.
  public static let longest = 2000
  public static let spectralRadii: ClosedRange<Double> = 0...10
}

extension NetworkBuilder {
  /// One gate of a cell, in a scope of its own.
  mutating func gate(
    _ title: String, _ function: GateFunction, _ parts: (value: Recurrence.Value, block: Gate.Block)...,
    named name: String
  ) throws(ShapeError) -> Recurrence.Value {
    program.scope.append(title)
    defer { program.scope.removeLast() }
    let gate = Gate(function, parts[0].block, plus: parts.count > 1 ? parts[1].block : nil)
    return try program.apply(gate, parts.map(\.value), named: [name])[0]
  }
}
