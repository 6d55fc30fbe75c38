import Autodiff
import Datasets
import Stepping
import TensorMath

/// Which sample a panel about one sample shows: the one that was chosen, else that of the number under the cursor.
enum SampleInView {
  static func reference(
    _ chosen: SampleReference?, _ session: LessonSession, _ state: WorkbenchState
  ) -> SampleReference? {
    if let chosen, chosen.index < count(of: chosen.part, session) { return chosen }
    guard let index = underCursor(state) else {
      return count(of: .train, session) > 0 ? SampleReference(part: .train, index: 0) : nil
    }
    return SampleReference(part: .train, index: index)
  }

  /// One or ten samples up or down in the same part.
  static func moved(
    _ chosen: SampleReference?, _ movement: Movement, _ session: LessonSession, _ state: WorkbenchState
  ) -> SampleReference? {
    guard let current = reference(chosen, session, state) else { return nil }
    let step =
      switch movement {
      case .up: -1
      case .down: 1
      case .pageUp: -10
      case .pageDown: 10
      case .left, .right: 0
      }
    let last = max(count(of: current.part, session) - 1, 0)
    return SampleReference(part: current.part, index: min(max(current.index + step, 0), last))
  }

  /// The example of the data that a sample was made from.
  static func example(_ reference: SampleReference, _ session: LessonSession) -> Int? {
    let data = session.setup.data
    return (reference.part == .train ? data.trainExamples : data.testExamples)[safe: reference.index]
  }

  private static func count(of part: DataPart, _ session: LessonSession) -> Int {
    part == .train ? session.setup.data.train.count : session.setup.data.test.count
  }

  /// Where the number under the cursor belongs to a sample of the batch, that one; else the batch's first.
  private static func underCursor(_ state: WorkbenchState) -> Int? {
    guard let snapshot = state.snapshot, let first = snapshot.batchSamples.first else { return nil }
    guard let address = state.question, snapshot.program.slots.indices.contains(address.slot.index) else {
      return first
    }
    let (shape, batch) = (snapshot.program[address.slot].shape, snapshot.batchSamples.count)
    guard let rows = shape.dimensions.first, rows > 0, rows.isMultiple(of: batch) else { return first }
    switch snapshot.program[address.slot].role {
    case .parameter: return first
    default: break
    }
    // Rows are samples, or the samples of one time step after those of another.
    return snapshot.batchSamples[safe: address.cell / max(shape.count / rows, 1) % batch] ?? first
  }
}

extension WorkbenchState {
  /// Has words and texts read from this sample on; nil for the one under the cursor. How the network is to write stays.
  mutating func readSample(_ sample: SampleReference?) {
    word = WordBench(sample: sample)
    textBench = TextBench(sample: sample, decoding: textBench.decoding, most: textBench.most)
  }
}
