public import Autodiff
import Lessons
public import Stepping
import TensorMath

/// A question that the program has made: what is the number that the run has just computed and not shown yet?
public struct PracticeQuestion: Sendable {
  public enum Kind: Hashable, Sendable, CaseIterable { case value, sign, direction }

  /// Where the number is computed: the run stands there, with what it has written hidden.
  public let moment: Moment
  /// The number; nil until the run has got there.
  public internal(set) var address: CellAddress?
  /// What is asked of it; nil for what suits it.
  var chosenKind: Kind?
  /// How it has come about; nil until the trainer has said so.
  var worked: WorkedNumber?
  /// The moment with nothing hidden.
  var whole: Snapshot?
  /// What the instruction has written.
  var hidden: Set<SlotID> = []
  public internal(set) var outcome = PredictionOutcome()

  init(moment: Moment) { self.moment = moment }

  /// Of a longer sum only the sign is asked, unless the learner wants the value.
  private static let mostTerms = 12

  public var kind: Kind {
    if let chosenKind { return chosenKind }
    return worked.map { $0.expansion.terms.count > Self.mostTerms } == true ? .sign : .value
  }

  /// The next kind of question that can be asked of this number.
  mutating func turnKind() {
    guard let worked else { return }
    let isParameter = worked.program[worked.address.slot].role == .parameter
    let kinds = Kind.allCases.filter { $0 != .direction || isParameter }
    chosenKind = kinds[((kinds.firstIndex(of: kind) ?? 0) + 1) % kinds.count]
  }

  /// Another number of the same instruction.
  mutating func choose(_ address: CellAddress) {
    self.address = address
    worked = nil
    chosenKind = nil
  }

  /// The question and its right answer; nil where the number is not known yet, or is none.
  var asked: (question: Prediction.Question, answer: PredictionAnswer)? {
    guard let worked, worked.value.isFinite else { return nil }
    let slot = worked.program[worked.address.slot]
    let cell = CellReference(slot.name, slot.shape.indices(at: worked.address.cell))
    switch kind {
    case .value: return (.value(cell, tolerance: nil), .number(Float(worked.value)))
    case .sign: return (.sign(cell), .sign(worked.value > 0 ? .positive : worked.value < 0 ? .negative : .zero))
    case .direction:
      guard let parameter = worked.program.parameters.first(where: { $0.slot == slot.id }),
        let before = worked.number(at: CellAddress(parameter.previous[0], cell: worked.address.cell))
      else { return nil }
      let direction: PredictionAnswer.Direction = worked.value > before ? .up : worked.value < before ? .down : .same
      return (.direction(cell, until: .start), .direction(direction))
    }
  }
}
