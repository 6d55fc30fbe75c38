import Autodiff
import Lessons
import NeuralNet
import Screen
import Stepping

extension PanelID {
  public static let knobs = PanelID("knobs")
}

/// Every hyperparameter of the lesson with its value: chosen with up and down, turned with left and
/// right, typed with Enter. A sign tells those that change the structure: weights that fit are kept.
enum KnobsPanel: Panel {
  static let id = PanelID.knobs
  static let title = BilingualText("knobs", zh: "旋钮")
  static let minimumSize = Size(width: 20, height: 3)

  static func knobs(_ state: WorkbenchState) -> [Knob] {
    guard let session = state.session else { return [] }
    return session.lesson.knobs(for: session.plan)
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let session = state.session else { return }
    let knobs = knobs(state)
    let choice = min(state[id].choice, max(knobs.count - 1, 0))
    let isFocused = state.focus == id
    let hasHint = area.height >= 6
    let body = hasHint ? area.inset(bottom: 1) : area
    var scroll = Scroll(total: knobs.count, visible: body.height)
    scroll.reveal(choice)
    let width = body.width - (scroll.isNeeded ? 1 : 0)
    frame.clipped(to: body) { frame in
      for (row, index) in scroll.range.enumerated() {
        let (knob, place) = (knobs[index], Rect(x: body.x, y: body.y + row, width: width, height: 1))
        let isChosen = isFocused && index == choice
        let value = knob.value(in: session.plan)
        let shown = isChosen ? "\(theme.signs.left) \(value) \(theme.signs.right)" : value
        let valueWidth = min(frame.widths.columns(of: shown), width * 3 / 5)
        let title = place.inset(left: 1, right: valueWidth + 3)
        frame.put(state.text(knob.title), in: title, style: theme.text)
        frame.put(
          shown, in: place.inset(left: width - valueWidth - 2, right: 2), alignment: .right, style: theme.accent)
        if knob.effect == .structure { frame.put("s", x: place.right - 1, y: place.y, style: theme.muted) }
        guard isChosen else { continue }
        frame.restyle(place, with: theme.selection)
        frame.cursor = Point(x: place.x, y: place.y)
      }
    }
    ScrollBar(scroll).draw(in: body, on: &frame, theme: theme)
    if hasHint {
      // Lessons and the command line call a knob by its name.
      let name = isFocused ? knobs[safe: choice].map { "\($0.name)   " } ?? "" : ""
      let hint = BilingualText("s: another structure", zh: "s：改变结构")
      frame.put(" \(name)" + state.text(hint), in: area, row: area.height - 1, style: theme.muted)
    }
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    let knobs = knobs(state)
    guard !knobs.isEmpty else { return false }
    let choice = min(state[id].choice, knobs.count - 1)
    switch movement {
    case .up: state[id].choice = max(choice - 1, 0)
    case .down: state[id].choice = min(choice + 1, knobs.count - 1)
    case .pageUp: state[id].choice = 0
    case .pageDown: state[id].choice = knobs.count - 1
    case .left, .right: effects += KnobTurning.nudge(knobs[choice], movement == .right ? .up : .down, &state)
    }
    return true
  }

  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    let knobs = knobs(state)
    guard let knob = knobs[safe: min(state[id].choice, max(knobs.count - 1, 0))] else { return false }
    state.overlay = .prompt(.knob(knob.name), text: "")
    return true
  }
}

/// Turns knobs, all of them while the network runs.
enum KnobTurning {
  static func nudge(_ knob: Knob, _ direction: Knob.Direction, _ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session else { return [] }
    return adopt(knob.nudged(direction, in: session.plan), knob, &state)
  }

  static func set(_ name: String, to text: String, _ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session else { return [] }
    do throws(SettingError) {
      let knob = try KnobCatalog.knob(named: name, in: session.plan)
      return adopt(try knob.setting(text, in: session.plan), knob, &state)
    } catch {
      state.notice = Notice(.problem, state.text(error.sentence))
      return []
    }
  }

  /// Knobs show what is in force at the moment on the screen, in the past too.
  static func follow(_ snapshot: Snapshot, _ state: inout WorkbenchState) {
    guard state.awaitedTag == nil else { return }
    if let awaited = state.awaitedChange {
      guard snapshot.interventions.last?.change == awaited else { return }
      state.awaitedChange = nil
    }
    guard let session = state.session else { return }
    let moment = snapshot.moment.withoutProgress
    var optimizer = session.setup.configuration.optimizer
    let stage = snapshot.interventions.filter { $0.moment.stage == moment.stage && $0.moment <= moment }
    for intervention in stage {
      if case .optimizerConstants(let description) = intervention.change { optimizer = description }
    }
    state.session?.plan.configuration.optimizer = optimizer
    state.session?.plan.configuration.learningRate = snapshot.learningRate
  }

  private static func adopt(_ plan: LessonPlan, _ knob: Knob, _ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session, plan != session.plan else { return [] }
    let title = state.text(knob.title)
    let value = knob.value(in: plan)
    if let change = knob.change(in: plan) {
      state.session?.plan = plan
      state.awaitedChange = change
      state.notice = Notice(.hint, state.text(BilingualText("\(title) is now \(value).", zh: "\(title)现为 \(value)。")))
      return [.trainer(.intervene(change))]
    }
    state.notice = Notice(.hint, state.text(BilingualText("\(title) is now \(value).", zh: "\(title)现为 \(value)。")))
    let label = BilingualText("\(knob.title.english) \(value)", zh: "\(knob.title.chinese) \(value)")
    return [.open(session.lesson, plan, .change(label))]
  }
}
