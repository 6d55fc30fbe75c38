import Autodiff
import Lessons
import Screen
import Stepping

/// Branches of the run.
enum BranchCommands {
  static let all: [Command] = [
    race, networkRace,
    Command(
      "branch.compare", [.character("|")], .change,
      BilingualText("Compare with another branch, in step; again: alone", zh: "与另一分支同步比较；再按取消"),
      when: { branching($0) }
    ) { state in
      guard let snapshot = state.snapshot else { return [] }
      if snapshot.comparison != nil,
        TimelinePanel.chosen(state)?.id == snapshot.comparison?.id || state.focus != .timeline
      {
        return [.trainer(.compare(nil))]
      }
      let chosen = state.focus == .timeline ? TimelinePanel.chosen(state) : nil
      let other = chosen.flatMap { $0.isCurrent ? nil : $0 } ?? snapshot.branches.last { !$0.isCurrent }
      guard let other else { return [] }
      state[.timeline].choice = snapshot.branches.firstIndex { $0.id == other.id } ?? 0
      state[.timeline].follows = false
      if state.focus != .timeline {
        let name = other.name
        state.notice = Notice(
          .hint,
          state.text(
            BilingualText(
              "\(name.english) comes along, in step: 0 shows where the two part; | ends it.",
              zh: "\(name.chinese) 同步跟进：按 0 看两者从哪里分开；再按 | 结束。")))
      }
      return [.trainer(.compare(other.id))]
    },
    Command(
      "branch.rename", [.function(2)], .change, BilingualText("Rename a branch", zh: "给分支改名"), when: { branching($0) }
    ) { state in
      if let branch = TimelinePanel.chosen(state) { state.overlay = .prompt(.branchName(branch.id), text: "") }
      return []
    },
    Command(
      "branch.drop", [.character("D")], .change,
      BilingualText("Drop the branch chosen in the timeline", zh: "删除时间线中所选的分支"),
      when: { state in
        if case .disabled(let reason) = branching(state) { return .disabled(reason) }
        guard state.focus == .timeline else {
          return .disabled(BilingualText("Choose a branch in the timeline first: 0.", zh: "请先在时间线（按 0）里选一个分支。"))
        }
        return TimelinePanel.chosen(state)?.isCurrent == true
          ? .disabled(BilingualText("The branch that runs cannot be dropped.", zh: "正在运行的分支不能删除。")) : .enabled
      }
    ) { state in
      guard let branch = TimelinePanel.chosen(state) else { return [] }
      let name = branch.name
      state.notice = Notice(
        .hint,
        state.text(BilingualText("Dropped \(name.english); z brings it back.", zh: "已删除 \(name.chinese)；按 z 恢复。")))
      return [.trainer(.dropBranch(branch.id))]
    },
  ]

  private static let race = Command(
    "branch.race", [.function(3)], .change,
    BilingualText("Race all optimizers from here, each on its branch", zh: "从这里起让所有优化器赛跑，各占一个分支"),
    when: Command.Availability.running
  ) { state in
    guard let session = state.session else { return [] }
    return begin(OptimizerRace.racers(session.plan), session, &state)
  }

  private static let networkRace = Command(
    "branch.race-networks", [.function(4)], .change,
    BilingualText(
      "Race it against its counterpart: dense, or recurrent",
      zh: "让这个网络与它的对照网络赛跑：全连接网络，或循环网络"),
    when: { state in
      if case .disabled(let reason) = Command.Availability.running(state) { return .disabled(reason) }
      return state.session.flatMap { NetworkRace.racers($0.plan) } == nil
        ? .disabled(BilingualText("This network has no convolutions and no attention.", zh: "这个网络没有卷积层，也没有注意力层。"))
        : .enabled
    }
  ) { state in
    guard let session = state.session, let racers = NetworkRace.racers(session.plan) else { return [] }
    // From the very start: later on only one of the two would have learned something already.
    return [.trainer(.go(to: .start))] + begin(racers, session, &state)
  }

  private static func begin(_ racers: [Racer], _ session: LessonSession, _ state: inout WorkbenchState) -> [Effect] {
    state.racers = []
    state.questions = []
    state.focus = .timeline
    state[.timeline].tab = 1
    return racers.enumerated().map { index, racer in
      .open(session.lesson, racer.plan, .racer(racer.label, isLast: index == racers.count - 1))
    }
  }

  private static func branching(_ state: WorkbenchState) -> Command.Availability {
    if case .disabled(let reason) = Command.Availability.running(state) { return .disabled(reason) }
    return (state.snapshot?.branches.count ?? 0) > 1
      ? .enabled
      : .disabled(
        BilingualText(
          "There is one branch only: a change in the past, or r, opens another.", zh: "只有一个分支：在过去作改动，或按 r，会开出另一个。"))
  }
}
