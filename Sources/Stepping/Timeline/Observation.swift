public import Autodiff
import TensorMath

/// Something that happened to the numbers, with the moment that caused it: not an error, but what the
/// learner came to see.
public struct Observation: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// A number became NaN or infinite.
    case notFinite = "not_finite"
    /// The loss is far above that of the untrained network.
    case divergence
    /// The loss has stopped falling.
    case plateau
    /// ReLU units put out 0 for every training sample.
    case deadUnits = "dead_units"
    /// tanh or sigmoid units stand at the end of their range for nearly every training sample.
    case saturatedUnits = "saturated_units"
    /// The gradient is many times what it used to be.
    case explodingGradient = "exploding_gradient"
    /// Hardly anything of the gradient arrives at the network's beginning.
    case vanishingGradient = "vanishing_gradient"
  }

  public let kind: Kind
  /// Right after the instruction that caused it.
  public let moment: Moment
  public let address: CellAddress
  /// The value's name with the cell, `hidden1.sum[3, 0]`.
  public let place: String
  /// The number there; for other kinds: the loss, how many units, the norm of the gradient.
  public let value: Float
  /// What `value` is held against: the loss at first or the best so far, the units in all, the usual norm,
  /// the norm at the output. Nil for a number that is none.
  public let reference: Float?
  /// After how many iterations it was seen.
  public let seenAfter: Int
  /// False when the instruction has read such a number already: the cause lies further back.
  let readsOnlyNumbers: Bool

  /// Whether a run stops here: what comes after a number that is none is not worth computing.
  public var stopsRun: Bool { kind == .notFinite }

  /// What an observer has found at the end of an iteration. A gradient was found where it was computed;
  /// what the network makes of all samples with its new weights is the work of the iteration's updates.
  init(_ kind: Kind, _ finding: Finding, in machine: TrainingMachine) {
    self.kind = kind
    let slot = machine.program[finding.address.slot]
    if machine.position > 0, case .gradient = slot.role, let writer = slot.writtenBy {
      moment = Moment(stage: machine.origin.stage, iteration: machine.iteration, position: writer + 1)
    } else {
      moment = machine.moment
    }
    address = finding.address
    place = machine.program.name(of: finding.address)
    value = finding.value
    reference = finding.reference
    seenAfter = machine.completedIterations
    readsOnlyNumbers = true
  }

  private init(
    kind: Kind, moment: Moment, address: CellAddress, place: String, value: Float, reference: Float?, seenAfter: Int,
    readsOnlyNumbers: Bool
  ) {
    self.kind = kind
    self.moment = moment
    self.address = address
    self.place = place
    self.value = value
    self.reference = reference
    self.seenAfter = seenAfter
    self.readsOnlyNumbers = readsOnlyNumbers
  }

  /// Whether the instruction just executed has written something that is not a number.
  static func lookForNonFinite(in machine: TrainingMachine) -> Observation? {
    guard machine.position > 0 else { return nil }
    let instruction = machine.program.instructions[machine.position - 1]
    for id in instruction.writes {
      // In double precision no sum of numbers is too large to be one.
      guard !Kernels.sum(machine.bound.view(of: id)).isFinite else { continue }
      let values = machine.bound.view(of: id).values
      guard let cell = values.firstIndex(where: { !$0.isFinite }) else { continue }
      let address = CellAddress(id, cell: cell)
      return Observation(
        kind: .notFinite, moment: machine.moment, address: address, place: machine.program.name(of: address),
        value: values[cell], reference: nil, seenAfter: machine.iteration,
        readsOnlyNumbers: hasReadOnlyNumbers(instruction, in: machine))
    }
    return nil
  }

  /// An update overwrites what it reads; that is kept in the `previous` slots.
  private static func hasReadOnlyNumbers(_ instruction: Instruction, in machine: TrainingMachine) -> Bool {
    let read =
      instruction.reads.filter { !instruction.writes.contains($0) }
      + instruction.writes.filter { if case .previous = machine.program[$0].role { true } else { false } }
    return read.allSatisfy { Kernels.sum(machine.bound.view(of: $0)).isFinite }
  }
}

extension Program {
  /// A cell's name as the screen shows it: `hidden1.weight[2, 1]`; a scalar has no brackets.
  public func name(of address: CellAddress) -> String {
    let slot = self[address.slot]
    guard slot.shape.rank > 0 else { return slot.name }
    return "\(slot.name)[\(slot.shape.indices(at: address.cell).map(String.init).joined(separator: ", "))]"
  }
}
