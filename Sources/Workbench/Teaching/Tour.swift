import Autodiff
import Lessons
import Screen
import Stepping

/// The lesson's guided tour: each stop goes to a moment, puts the cursor on a number and says what
/// is to be seen there.
enum Tour {
  static func next(_ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session else { return [] }
    let next = session.tourStop.map { $0 + 1 } ?? 0
    guard next < session.lesson.tour.count else {
      let text = BilingualText(
        "That was the last stop; G goes back, Q asks the lesson's questions.", zh: "已是最后一站；G 返回上一站，Q 回答课程的问题。")
      state.notice = Notice(.good, state.text(text))
      return []
    }
    return go(to: next, &state)
  }

  static func previous(_ state: inout WorkbenchState) -> [Effect] {
    guard let stop = state.session?.tourStop, stop > 0 else {
      state.notice = Notice(.hint, state.text(BilingualText("This is the first stop.", zh: "这是第一站。")))
      return []
    }
    return go(to: stop - 1, &state)
  }

  private static func go(to index: Int, _ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session, let snapshot = state.snapshot else { return [] }
    let stop = session.lesson.tour[index]
    state.session?.tourStop = index
    state.pace = nil
    state.questions = []
    state[.lesson] = PanelMemory()
    if let value = stop.value { state.expectedCursor = try? value.address(in: snapshot.program) }
    if let name = stop.panel, let panel = PanelCatalog.all.first(where: { $0.id.name == name }) {
      state.focus = panel.id
      // The text is beside it.
      state.isZoomed = false
    } else {
      state.focus = .lesson
    }
    let route = try? session.lesson.route(toTourStop: index, in: snapshot.program)
    return (route.map { [.trainer(.travel($0))] } ?? []) + state.note(.tourStop(index))
  }
}

extension WorkbenchState {
  /// Whether the tour's stop is about the panel with the focus: its text then stands beside that, in the lesson's panel.
  var tourTells: Bool {
    guard let session, let stop = session.tourStop, let name = session.lesson.tour[safe: stop]?.panel else {
      return false
    }
    return focus.name == name && focus != .lesson
  }
}
