import Autodiff
import Screen
import Stepping

/// Stepping, both ways, and playing.
enum TimeCommands {
  static let all: [Command] =
    StepSize.allCases.flatMap(pair) + BlockCommands.all + [
      Command(
        "continue", [.character("c")], .time,
        BilingualText("Full speed, up to a breakpoint or a number that is none", zh: "全速前进，到断点或不再是数的值为止"),
        footer: BilingualText("continue", zh: "继续"), when: Command.Availability.running
      ) { state in
        state.pace = .fullSpeed
        return [.trainer(state.breakpoints.isActive ? .continueForwards : .play(.fullSpeed))]
      },
      Command(
        "continue.back", [.character("C")], .time,
        BilingualText("Back to the breakpoint or event before, or the start", zh: "回到前一个断点或事件，或回到开头"),
        when: Command.Availability.running
      ) { state in
        if state.breakpoints.isActive {
          state.pace = .fullSpeed
          state.questions = []
          return [.trainer(.continueBackwards)]
        }
        guard let snapshot = state.snapshot else { return [] }
        let target = snapshot.observations.last { $0.moment < snapshot.moment }?.moment ?? .start
        return go(&state, to: target)
      },
      Command(
        "run.to-cursor", [.character("t")], .time,
        BilingualText("Run to where the number at the cursor is computed, back too", zh: "运行到光标处的数被算出的时刻（前后皆可）"),
        when: { state in
          if case .disabled(let reason) = Command.Availability.running(state) { return .disabled(reason) }
          if state.focus == .program { return .enabled }
          return state.cursor == nil
            ? .disabled(BilingualText("There is no number under the cursor.", zh: "光标下没有数。")) : .enabled
        }
      ) { state in
        var effects: [Effect] = []
        // In the program, the cursor is a line.
        if state.focus == .program, ProgramPanel.activate(&state, &effects) { return effects }
        guard let snapshot = state.snapshot, let cursor = state.cursor else { return [] }
        guard let writer = snapshot.program[cursor.slot].writtenBy else {
          state.notice = Notice(.hint, state.text(BilingualText("It is there from the start.", zh: "它一开始就在那里。")))
          return []
        }
        let moment = snapshot.moment
        return go(&state, to: Moment(stage: moment.stage, iteration: moment.iteration, position: writer + 1))
      },
      Command(
        "play", [.character(" ")], .time, BilingualText("Play or pause", zh: "播放或暂停"),
        footer: BilingualText("play", zh: "播放"), when: Command.Availability.running
      ) { state in
        if state.pace != nil { return stop(&state) }
        state.pace = state.speed.pace
        return [.trainer(.play(state.speed.pace))]
      },
      Command("faster", [.character("+"), .character("=")], .time, BilingualText("Play faster", zh: "加快播放")) {
        changeSpeed(&$0, by: 1)
      },
      Command("slower", [.character("-")], .time, BilingualText("Play slower", zh: "放慢播放")) {
        changeSpeed(&$0, by: -1)
      },
      Command(
        "go.start", [.home], .time, BilingualText("Back to the very start", zh: "回到最开头"),
        when: Command.Availability.running
      ) { go(&$0, to: .start) },
      Command(
        "go.end", [.end], .time, BilingualText("Forward to the latest moment reached", zh: "前进到已到过的最后时刻"),
        when: Command.Availability.running
      ) { state in state.snapshot.map { go(&state, to: $0.end) } ?? [] },
    ]

  static func stop(_ state: inout WorkbenchState) -> [Effect] {
    if case .journey(let iteration) = state.pace {
      state.notice = Notice(
        .hint,
        state.text(BilingualText("Stopped on the way to iteration \(iteration).", zh: "在前往第 \(iteration) 次迭代的途中停下。")))
    }
    state.pace = nil
    return [.trainer(.pause)]
  }

  private static func pair(_ size: StepSize) -> [Command] {
    let (key, name) = keyAndName(size)
    return [
      Command(
        "step.\(size.rawValue)", [.character(key)], .time,
        BilingualText("Forward one \(name.english)", zh: "前进\(counted(size))"),
        footer: footer(size, name), when: Command.Availability.running
      ) { state in
        state.pace = nil
        state.questions = []
        return [.trainer(.step(size))]
      },
      Command(
        "back.\(size.rawValue)", [.character(Character(key.uppercased()))], .time,
        BilingualText("Back one \(name.english)", zh: "后退\(counted(size))"), when: Command.Availability.running
      ) { state in
        state.pace = nil
        state.questions = []
        if state.snapshot?.moment == .start {
          state.notice = Notice(.hint, state.text(BilingualText("This is the start.", zh: "这里就是开头。")))
        }
        return [.trainer(.stepBack(size))]
      },
    ]
  }

  /// One of a size, with its Chinese measure word.
  private static func counted(_ size: StepSize) -> String {
    switch size {
    case .term: "一项"
    case .operation: "一个操作"
    case .layer: "一层、子层或一个时间步"
    case .phase: "一个阶段"
    case .iteration: "一次迭代"
    case .epoch: "一轮"
    }
  }

  private static func footer(_ size: StepSize, _ name: BilingualText) -> BilingualText {
    switch size {
    case .term: BilingualText("term", zh: "项")
    case .operation: BilingualText("op", zh: "操作")
    case .layer: BilingualText("layer", zh: "层")
    default: name
    }
  }

  private static func keyAndName(_ size: StepSize) -> (Character, BilingualText) {
    switch size {
    case .term: ("s", BilingualText("term of a sum", zh: "求和项"))
    case .operation: ("n", BilingualText("operation", zh: "操作"))
    case .layer: ("f", BilingualText("layer, sublayer or time step", zh: "层、子层或时间步"))
    case .phase: ("o", BilingualText("phase", zh: "阶段"))
    case .iteration: ("i", BilingualText("iteration", zh: "迭代"))
    case .epoch: ("a", BilingualText("epoch", zh: "轮"))
    }
  }

  /// Goes to a moment and asks nothing more.
  static func go(_ state: inout WorkbenchState, to moment: Moment) -> [Effect] {
    state.pace = nil
    state.questions = []
    return [.trainer(.go(to: moment))]
  }

  private static func changeSpeed(_ state: inout WorkbenchState, by step: Int) -> [Effect] {
    let index = min(max(state.speed.rawValue + step, 0), PlaySpeed.allCases.count - 1)
    state.speed = PlaySpeed.allCases[index]
    state.notice = Notice(.hint, state.text(state.speed.name))
    guard state.pace != nil else { return [] }
    state.pace = state.speed.pace
    return [.trainer(.play(state.speed.pace))]
  }
}
