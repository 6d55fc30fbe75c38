import Autodiff
import TensorMath

/// The first number that is another one on two lines of history.
public struct FirstDifference: Hashable, Sendable {
  /// `hidden1.weight[0, 1]`; a tensor's name alone where its shape differs or only one line has it.
  public let place: String
  /// Where each line has computed it.
  public let moment: Moment
  public let otherMoment: Moment
  /// Nil where the tensors do not correspond.
  public let value: Float?
  public let otherValue: Float?

  /// Iterations that are compared at most before two lines count as the same.
  private static let patience = 1000
}

extension FirstDifference {
  /// Steps along both lines from where they part, comparing what each instruction writes.
  static func find(_ path: [Segment], _ otherPath: [Segment], of timeline: Timeline) -> FirstDifference? {
    let shared = zip(path, otherPath).prefix { $0.0 === $0.1 }.count
    let beginnings = [path, otherPath].compactMap { $0.indices.contains(shared) ? $0[shared] : nil }
    // The earlier of the two changes parts them; where nothing is shared, they part at the start.
    guard let first = beginnings.min(by: { $0.fork < $1.fork }) else { return nil }
    let (line, other) = (Timeline(along: path, of: timeline), Timeline(along: otherPath, of: timeline))
    // What is only looked at here has not been run.
    let ends = (line.end, other.end)
    defer {
      line.giveUp(after: ends.0)
      other.giveUp(after: ends.1)
    }
    if first.beginsStage {
      for line in [line, other] { line.goToLoad(ofIteration: first.stage.origin.iteration) }
    } else {
      for line in [line, other] { line.go(to: first.fork) }
    }
    if !line.program.isSameListing(as: other.program) {
      return hasSameParameters(line, other)
        ? compareByName(line, other) ?? differentListing(line, other) : differentListing(line, other)
    }
    if let difference = compare(line, other, line.program.slots.indices) { return difference }
    let last = line.completedIterations + patience
    while line.completedIterations < last {
      line.step(.operation)
      other.step(.operation)
      guard line.now.position == other.now.position, line.now.position > 0 else { continue }
      let written = line.program.instructions[line.now.position - 1].writes.map(\.index)
      if let difference = compare(line, other, written) { return difference }
    }
    return nil
  }

  private static func hasSameParameters(_ line: Timeline, _ other: Timeline) -> Bool {
    let (own, others) = (line.program.parameters, other.program.parameters)
    return own.count == others.count
      && own.allSatisfy { parameter in
        let slot = line.program[parameter.slot]
        return other.program.slot(named: slot.name)?.shape == slot.shape
      }
  }

  /// Where two programs differ in what they do, but not in what they learn: one that clips has instructions of its own.
  /// Phase by phase, what both have is compared, in the order in which it is computed.
  private static func compareByName(_ line: Timeline, _ other: Timeline) -> FirstDifference? {
    let last = line.completedIterations + patience
    while line.completedIterations < last {
      let computed = line.program.slots.filter { line.machine.isComputed($0.id) && isInBoth($0, other) }
      let order = computed.sorted { ($0.writtenBy ?? -1, $0.id.index) < ($1.writtenBy ?? -1, $1.id.index) }
      if let difference = compare(line, other, order.map(\.id.index)) { return difference }
      line.step(.phase)
      other.step(.phase)
    }
    return nil
  }

  private static func isInBoth(_ slot: Slot, _ other: Timeline) -> Bool {
    other.program.slot(named: slot.name)?.shape == slot.shape
  }

  /// Where two programs are of different make, the first instruction that only one of them has.
  private static func differentListing(_ line: Timeline, _ other: Timeline) -> FirstDifference? {
    let pairs = zip(line.program.instructions, other.program.instructions)
    let index = pairs.prefix { $0.label == $1.label && $0.scope == $1.scope }.count
    let program = line.program.instructions.indices.contains(index) ? line.program : other.program
    let written = program.instructions[index].writes.first
    return FirstDifference(
      place: written.map { program[$0].name } ?? program.instructions[index].label, moment: line.now,
      otherMoment: other.now, value: nil, otherValue: nil)
  }

  private static func compare(
    _ line: Timeline, _ other: Timeline, _ slots: some Sequence<Int>
  ) -> FirstDifference? {
    for index in slots {
      let slot = line.program.slots[index]
      guard line.machine.isComputed(slot.id) else { continue }
      guard let match = other.program.slot(named: slot.name), match.shape == slot.shape else {
        return FirstDifference(
          place: slot.name, moment: line.now, otherMoment: other.now, value: nil, otherValue: nil)
      }
      guard other.machine.isComputed(match.id) else { continue }
      let values = line.machine.bound.view(of: slot.id).values
      let otherValues = other.machine.bound.view(of: match.id).values
      guard let cell = values.indices.first(where: { values[$0].bitPattern != otherValues[$0].bitPattern }) else {
        continue
      }
      return FirstDifference(
        place: line.program.name(of: CellAddress(slot.id, cell: cell)), moment: line.now, otherMoment: other.now,
        value: values[cell], otherValue: otherValues[cell])
    }
    return nil
  }
}

extension Timeline {
  /// Goes back to what was recorded, if it has run past that, and forgets the rest.
  fileprivate func giveUp(after known: Moment) {
    guard end > known else { return }
    go(to: known)
    lastSegment.forget(after: known)
  }

  /// Goes to where the batch of an iteration has just been loaded, on whichever stage of this line that is.
  fileprivate func goToLoad(ofIteration iteration: Int) {
    let stage = line.last { $0.beginsStage && $0.stage.origin.iteration <= iteration }?.stage.origin.stage ?? 0
    go(to: Moment(stage: stage, iteration: iteration, position: 1))
  }
}
