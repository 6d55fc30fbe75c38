import Autodiff
import Lessons
import Stepping

extension WorkbenchState {
  /// The value whose shape is being asked for: the program does not show it until the question is closed, nor that of
  /// its gradient, which is the same.
  var askedShape: SlotID? {
    guard case .prediction(let index, _) = overlay, let session, session.answers[index]?.isClosed != true,
      case .shape(let name) = session.lesson.predictions[safe: index]?.question, let program = snapshot?.program
    else { return nil }
    return program.slot(named: name).map { program.valueSlot(of: $0.id) }
  }
}
