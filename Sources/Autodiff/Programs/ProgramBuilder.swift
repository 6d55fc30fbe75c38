public import TensorMath

/// Records a network once, in the manner of code that would compute it, and checks shapes at once.
/// Nothing is computed until the finished ``Program`` runs.
///
///     var builder = ProgramBuilder()
///     let x = builder.input("features", [32, 2])
///     let w = builder.parameter("unit.weight", [2, 1])
///     …
///     let program = try builder.finish(loss: loss)
public struct ProgramBuilder {
  /// What an operation's output or an input is called while building.
  public struct Value: Hashable, Sendable {
    public let id: SlotID
    public let shape: Shape
  }

  var slots: [Slot] = []
  var nodes: [Node] = []
  var inputs: [SlotID] = []
  var randomInputs: [SlotID] = []
  var parameterSlots: [SlotID] = []
  var statistics: [RunningStatistic] = []
  private var names: Set<String> = []

  /// The layers being built, outermost first; instructions carry it.
  public var scope: [String] = []
  /// What is being built now: `.forward`, then `.loss`.
  public var phase = Phase.forward

  public init() {}

  /// A tensor that the load instruction fills.
  public mutating func input(_ name: String, _ shape: Shape) -> Value {
    let value = addSlot(name, shape, .input)
    inputs.append(value.id)
    return value
  }

  /// A tensor of random numbers from 0 up to 1, others in every iteration.
  public mutating func random(_ name: String, _ shape: Shape) -> Value {
    let value = addSlot(name, shape, .random)
    randomInputs.append(value.id)
    return value
  }

  /// A tensor that is learned.
  public mutating func parameter(_ name: String, _ shape: Shape) -> Value {
    let value = addSlot(name, shape, .parameter)
    parameterSlots.append(value.id)
    return value
  }

  /// A mean over the iterations, to be read; ``follow(_:by:momentum:scale:)`` makes it one.
  public mutating func runningStatistic(_ name: String, _ shape: Shape, initialValue: Float) -> Value {
    let value = addSlot(name, shape, .runningStatistic)
    statistics.append(
      RunningStatistic(
        slot: value.id, value: nil, previous: nil, initialValue: initialValue, momentum: 0, scale: .one))
    return value
  }

  /// Lets a running statistic follow a value of the same shape at the end of every iteration:
  /// running ← (1 − momentum) · running + momentum · scale · value.
  public mutating func follow(_ value: Value, by statistic: Value, momentum: Float, scale: FollowScale = .one) {
    precondition(value.shape == statistic.shape, "a statistic \(statistic.shape) cannot follow \(value.shape)")
    guard let index = statistics.firstIndex(where: { $0.slot == statistic.id }) else { return }
    statistics[index] = RunningStatistic(
      slot: statistic.id, value: value.id, previous: nil, initialValue: statistics[index].initialValue,
      momentum: momentum, scale: scale)
  }

  /// Records an operation and gives its outputs, the result first.
  public mutating func apply(
    _ operation: any Operation, _ operands: [Value], named outputNames: [String]
  ) throws(ShapeError) -> [Value] {
    let shapes: [Shape]
    do throws(ShapeError) {
      shapes = try operation.outputShapes(of: operands.map(\.shape))
    } catch {
      var located = error
      located.scope = scope.isEmpty ? nil : scope.joined(separator: "/")
      throw located
    }
    precondition(shapes.count == outputNames.count, "\(operation.name) has \(shapes.count) outputs, \(outputNames)")
    let outputs = zip(outputNames, shapes).map { addSlot($0, $1, .value) }
    nodes.append(
      Node(
        operation: operation, inputs: operands.map(\.id), outputs: outputs.map(\.id), scope: scope, phase: phase))
    return outputs
  }

  /// Records an operation with one output.
  public mutating func apply(
    _ operation: any Operation, _ operands: Value..., named name: String
  ) throws(ShapeError) -> Value { try apply(operation, operands, named: [name])[0] }

  mutating func addSlot(_ name: String, _ shape: Shape, _ role: Slot.Role) -> Value {
    precondition(names.insert(name).inserted, "two values are called \(name)")
    let id = SlotID(slots.count)
    slots.append(Slot(id: id, name: name, shape: shape, role: role))
    return Value(id: id, shape: shape)
  }

  /// The finished program. With a loss: forward, loss, backward and an update for every parameter,
  /// whose optimizer keeps a tensor for each of `stateNames` and sees the gradients as `clipping` leaves
  /// them. Without: forward only.
  public consuming func finish(
    loss: Value?, dataLoss: Value? = nil, stateNames: [String] = [], clipping: GradientClipping = .none
  ) throws(ProgramError) -> Program {
    var listing = InstructionList(slots: slots, nodes: nodes)
    listing.append(.load, .load, [], "load", reads: [], writes: inputs + randomInputs)
    for index in nodes.indices { listing.appendForward(index) }
    var parameters: [Parameter] = []
    var statistics = statistics
    if let loss {
      var backward = BackwardPass(listing: listing, loss: loss.id, parameters: parameterSlots)
      try backward.run()
      listing = backward.listing
      let clipped = listing.appendClipping(clipping, of: parameterSlots)
      parameters = listing.appendUpdates(parameterSlots, stateNames: stateNames, clipped: clipped)
      statistics = listing.appendFollowing(statistics)
    }
    let program = listing.program(
      parameters: parameters, statistics: statistics, inputs: inputs, randomInputs: randomInputs, loss: loss?.id,
      dataLoss: (dataLoss ?? loss)?.id, parameterSlots: parameterSlots)
    try program.validate()
    return program
  }
}

/// A network that cannot be made into a program; the lesson's author reads this.
public enum ProgramError: Error, Hashable, Sendable, CustomStringConvertible {
  case lossIsNotScalar(String)
  case parameterUnreached(String)
  case slotNotWritten(String)
  case slotReadBeforeWritten(String, instruction: String)

  public var description: String {
    switch self {
    case .lossIsNotScalar(let shape): "the loss must be one number, found shape \(shape)"
    case .parameterUnreached(let name): "the loss does not depend on the parameter \(name)"
    case .slotNotWritten(let name): "nothing writes \(name)"
    case .slotReadBeforeWritten(let name, let instruction): "\(instruction) reads \(name) before it is written"
    }
  }
}
