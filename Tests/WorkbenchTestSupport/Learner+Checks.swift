import Autodiff
public import Screen
import Stepping
import TensorMath
public import Testing
import Workbench

extension Learner {
  /// What must hold after every key, whatever was pressed.
  public func expectInvariants(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let snapshot = state.snapshot else { return }
    let count = snapshot.program.instructions.count
    let moment = snapshot.moment
    #expect(
      moment == .start || (moment.stage > 0 ? 0...count : 1...count).contains(moment.position),
      "position \(moment.position) \(comment ?? "")",
      sourceLocation: sourceLocation)
    #expect(
      moment.withoutProgress <= snapshot.end, comment,
      sourceLocation: sourceLocation)
    for address in state.questions + [state.cursor].compactMap({ $0 }) {
      let isThere =
        snapshot.program.slots.indices.contains(address.slot.index)
        && (0..<snapshot.program[address.slot].shape.count).contains(address.cell)
      #expect(isThere, "\(address) is no cell \(comment ?? "")", sourceLocation: sourceLocation)
    }
    let frame = frame
    #expect(frame.size == state.size, comment, sourceLocation: sourceLocation)
    if let cursor = frame.cursor { #expect(frame.bounds.contains(cursor), comment, sourceLocation: sourceLocation) }
    expectColumnsAlign(frame, comment, sourceLocation: sourceLocation)
  }

  /// Every border ends where it began, whatever is written between: wide characters have kept their
  /// columns.
  public func expectColumnsAlign(
    _ frame: Frame, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard state.place == .workbench, state.overlay == nil, frame.size.width >= 60, frame.size.height >= 20 else {
      return
    }
    for y in 1..<(frame.size.height - 1) {
      for x in [0, frame.size.width - 1] {
        #expect(
          "│║┌┐└┘╔╗╚╝|#+=".contains(frame[x, y].character), "no border at \(x), \(y) \(comment ?? "")",
          sourceLocation: sourceLocation)
      }
    }
  }
}
