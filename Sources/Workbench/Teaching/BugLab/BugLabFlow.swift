import Autodiff
import Lessons
import Screen
import Stepping

/// The bug lab: a mistake is planted in the run without a word which; the learner steps, then names it and points at an
/// instruction where it shows. Whatever was named is answered with the numbers of this run.
enum BugLabFlow {
  static func begin(_ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session, let snapshot = state.snapshot else { return [] }
    if session.plan.configuration.plantedBug == nil {
      state.bugLab.site = try? session.setup.bugSite()
      return plant(&state)
    }
    if state.bugLab.foundTag == snapshot.setupTag {
      if state.bugLab.site != nil { return plant(&state) }
      state.notice = Notice(.good, state.text(BilingualText("This lesson's bug is found.", zh: "本课的错误已经找到。")))
      return []
    }
    state.pace = nil
    state.feedback = nil
    state.overlay = .bugLab(choice: 0)
    return [.trainer(.pause)]
  }

  private static func plant(_ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session, let site = state.bugLab.site else { return [] }
    var plan = session.plan
    let seed = plan.configuration.seed
    guard let bug = BugCatalog.choose(for: site, seed: seed, attempt: state.bugLab.attempt) else { return [] }
    state.bugLab.attempt += 1
    state.bugLab.foundTag = nil
    state.bugLab.wrongNames = 0
    plan.configuration.plantedBug = bug.name
    state.pace = nil
    state.questions = []
    state.notice = Notice(
      .hint,
      state.text(
        BilingualText(
          "A mistake is planted. Find it by stepping; X names it, z ends the lab.",
          zh: "埋下了一个错误。用步进找到它；X 指认，z 结束。")))
    return [.open(session.lesson, plan, .restart(BilingualText("bug lab", zh: "找错实验室")))]
  }

  /// The instruction that the learner points at: the program panel's chosen one, else the one on the stage.
  static func pointed(_ state: WorkbenchState) -> Int? {
    guard let snapshot = state.snapshot else { return nil }
    let memory = state[.program]
    let index = state.focus == .program && !memory.follows ? memory.choice : max(snapshot.moment.position - 1, 0)
    return snapshot.program.instructions.indices.contains(index) ? index : nil
  }

  static func press(_ key: Key, _ choice: Int, _ state: inout WorkbenchState) -> [Effect] {
    let last = BugCatalog.all.count - 1
    switch key {
    case .up, .character("k"): state.overlay = .bugLab(choice: max(choice - 1, 0))
    case .down, .character("j"): state.overlay = .bugLab(choice: min(choice + 1, last))
    case .home, .pageUp: state.overlay = .bugLab(choice: 0)
    case .end, .pageDown: state.overlay = .bugLab(choice: last)
    case .enter: name(BugCatalog.all[min(max(choice, 0), last)], &state)
    default: return []
    }
    if key != .enter { state.feedback = nil }
    return []
  }

  /// Says whether it is the one that was named, and whether it shows where the learner points.
  private static func name(_ named: any PlantedBug.Type, _ state: inout WorkbenchState) {
    guard let session = state.session, let snapshot = state.snapshot, let instruction = pointed(state),
      let timeline = try? Timeline(session.setup)
    else { return }
    guard let planted = session.setup.plantedBug else {
      let gone = BilingualText(
        "Since you changed the network, the mistake makes no difference any more; z takes the change back.",
        zh: "你改动网络之后，埋下的错误已不起作用；按 z 撤销改动。")
      state.feedback = Notice(.hint, state.text(gone))
      return
    }
    let evidence = state.text(named.evidence(on: timeline))
    guard named.name == planted.name else {
      state.bugLab.wrongNames += 1
      state.feedback = Notice(.problem, state.text(BilingualText("Not that one. ", zh: "不是这个。")) + evidence)
      return
    }
    guard named.isPlace(instruction, in: snapshot.program) else {
      let place = named.place
      state.feedback = Notice(
        .hint,
        state.text(
          BilingualText(
            "That is planted, but it does not show there. Point at it \(place.english).",
            zh: "埋下的正是它，但这里看不出来。请\(place.chinese)指出它。")))
      return
    }
    if state.bugLab.foundTag != snapshot.setupTag {
      state.answerRecords.append(
        AnswerRecord(
          lesson: session.lesson.id, prediction: "bug-\(named.name)", skill: Skill.usual(for: named), isRight: true,
          wrongAnswers: state.bugLab.wrongNames))
    }
    state.bugLab.foundTag = snapshot.setupTag
    state.feedback = Notice(
      .good,
      state.text(BilingualText("Found. ", zh: "找到了。")) + evidence + " " + state.text(named.meaning)
        + ScoreText.behindAnswer(Skill.usual(for: named), state))
  }
}
