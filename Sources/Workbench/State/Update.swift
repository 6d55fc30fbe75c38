import Autodiff
import Lessons
import Screen
import Stepping
import TensorMath

/// The workbench as a pure function: state and message to new state and effects. Nothing here waits,
/// reads a file or looks at a clock.
public func update(_ state: inout WorkbenchState, _ message: Message) -> [Effect] {
  let before = state.snapshotRequest
  var effects = react(to: message, &state)
  let request = state.snapshotRequest
  if request != before || effects.contains(where: \.beginsRun) { effects.append(.trainer(.request(request))) }
  return effects
}

private func react(to message: Message, _ state: inout WorkbenchState) -> [Effect] {
  switch message {
  case .key(let key): return press(key, &state)
  case .paste(let text):
    return text.reduce(into: []) { effects, character in
      // Pasted letters are text for a prompt, never commands.
      if state.overlay != nil { effects += press(.character(character), &state) }
    }
  case .resize(let size):
    state.size = size
    return []
  case .snapshot(let snapshot):
    return arrive(snapshot, &state)
  case .running(let pace, let rate):
    state.pace = pace
    state.rate = rate
    state.sayWhereItGoes()
    return []
  case .interrupted:
    return state.pace == nil ? [] : TimeCommands.stop(&state)
  case .opened(let session, let opening):
    return RunSwitching.open(session, opening, &state)
  case .experiment(let report):
    ExperimentFlow.arrive(report, &state)
    return []
  case .resumed(let resumed):
    return RunSwitching.takeUp(resumed, &state)
  case .failed(let sentence):
    state.notice = Notice(.problem, sentence)
    return []
  case .done(let sentence):
    state.notice = Notice(.good, sentence)
    return []
  }
}

private func press(_ key: Key, _ state: inout WorkbenchState) -> [Effect] {
  state.notice = nil
  if state.overlay != nil { return OverlayKeys.press(key, &state) }
  // What stops a run stops it in every panel.
  if key == .character(" "), state.pace != nil, state.place == .workbench { return TimeCommands.stop(&state) }
  if state.place == .lessonList, let effects = LessonListKeys.press(key, &state) { return effects }
  guard let command = CommandCatalog.command(for: key, in: state.focus) else {
    state.notice = Notice(
      .hint,
      state.text(BilingualText("\(key.name) does nothing here; ? lists the keys.", zh: "\(key.name) 在这里没有作用；? 列出所有按键。"))
    )
    return []
  }
  return run(command, &state)
}

/// Carries out a command if it can be used now, else says why not.
func run(_ command: Command, _ state: inout WorkbenchState) -> [Effect] {
  switch command.availability(state) {
  case .enabled: return command.perform(&state)
  case .disabled(let reason):
    state.notice = Notice(.problem, state.text(reason))
    return []
  }
}

private func arrive(_ snapshot: Snapshot, _ state: inout WorkbenchState) -> [Effect] {
  let isNewMoment = snapshot.moment != state.snapshot?.moment
  let known = state.snapshot?.observations.count ?? (state.isTakingUp ? snapshot.observations.count : 0)
  state.isTakingUp = false
  let last = state.snapshot
  let isOtherRun = snapshot.setupTag != last?.setupTag
  let stopBefore = state.snapshot?.stop
  // After undo the breakpoints are those of then; else what the learner has set last counts.
  state.breakpoints =
    snapshot.changeCount == state.snapshot?.changeCount
    ? state.breakpoints.counting(snapshot.breakpoints) : snapshot.breakpoints
  state.snapshot = snapshot
  let wasAnnounced = state.announcesTransplant
  if isOtherRun { RunSwitching.follow(snapshot, after: last, &state) }
  // What has become of the network is said first; what was observed in it stands in the log.
  let isAnnounced = wasAnnounced && !state.announcesTransplant
  KnobTurning.follow(snapshot, &state)
  if let expected = state.expectedCursor, !snapshot.isOnTheWay, expected.slot.index < snapshot.program.slots.count {
    // Where a tour or an answer leads: on the stage if the number is there, else as a question.
    state.expectedCursor = nil
    state.cursor = expected
    if !StageSlots(snapshot).all.contains(expected.slot) { state.questions = [expected] }
  } else if let address = snapshot.progressAddress {
    state.cursor = address
  } else if isNewMoment || state.cursor == nil {
    state.cursor =
      StageSlots.tokenCursor(snapshot, state.tokenChoice)
      ?? StageSlots(snapshot).cursor(after: state.cursor, in: snapshot.program)
    state[.program].follows = true
  }
  if snapshot.observations.count > known, let latest = snapshot.observations.last {
    if latest.stopsRun { state.pace = nil }
    let what = ObservationText.sentence(latest, snapshot.program, glyphs: state.capabilities.glyphs)
    let notice = Notice(
      .problem,
      state.text(
        BilingualText(
          "Iteration \(latest.moment.iteration): \(what.english); panel 9 goes there.",
          zh: "第 \(latest.moment.iteration) 次迭代：\(what.chinese)；面板 9 可跳到该处。")))
    if !isAnnounced || latest.stopsRun { state.notice = notice }
  }
  let notes = GoalWatch.check(&state)
  if let stop = snapshot.stop, stop != stopBefore {
    state.notice = Notice(.hint, BreakpointText.sentence(stop, state))
  }
  PracticeFlow.follow(&state)
  return notes + RunSwitching.goOn(snapshot, &state)
}

extension WorkbenchState {
  /// Says that the run is on a long way, and how to stop it there.
  fileprivate mutating func sayWhereItGoes() {
    let keys = BilingualText("Space or Ctrl+C stops on the way.", zh: "按空格或 Ctrl+C 中途停下。")
    if case .journey = pace {
      if notice == nil { notice = Notice(.hint, text(keys)) }
    } else if notice?.text == text(keys) {
      notice = nil
    }
  }
}

extension Effect {
  /// Whether a run begins, whose snapshots have to be asked for.
  var beginsRun: Bool {
    switch self {
    case .trainer(.load), .trainer(.restart), .trainer(.race), .trainer(.intervene(.structure)): true
    default: false
    }
  }
}
