import Autodiff
import Lessons
import Screen
import Stepping

/// The first line: which lesson, where in time, whether it runs.
enum StatusLine {
  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    frame.fill(area, style: theme.statusLine)
    var left = StyledText(" backstep ", theme.title)
    if let lesson = state.session?.lesson {
      left.append(" \(lesson.order) \(state.text(lesson.title))")
    }
    frame.clipped(to: area) { frame in
      let end = frame.put(left, x: area.x, y: area.y, base: theme.statusLine)
      // What matters less gives way first: the branch, the seed, then the epoch.
      let room = area.right - end - 3
      let right =
        (0...3).map { time(state, leavingOut: $0) }.first { frame.widths.columns(of: $0) <= room }
        ?? time(state, leavingOut: 3)
      let width = frame.widths.columns(of: right)
      let start = max(area.right - width - 1, end + 2)
      frame.put(right, x: start, y: area.y, style: theme.statusLine)
    }
  }

  private static func time(_ state: WorkbenchState, leavingOut count: Int) -> String {
    guard let snapshot = state.snapshot, let session = state.session else { return "" }
    let signs = state.theme.signs
    var parts = [
      state.text(
        BilingualText("iteration \(snapshot.completedIterations)", zh: "迭代 \(snapshot.completedIterations)"))
    ]
    if count < 3 { parts.append(state.text(BilingualText("epoch \(snapshot.epoch)", zh: "轮 \(snapshot.epoch)"))) }
    if session.plan.configuration.plantedBug != nil {
      parts.insert(state.text(BilingualText("bug lab", zh: "找错实验室")), at: 0)
    }
    if case .journey(let iteration) = state.pace {
      parts.append(
        "\(signs.current) \(state.text(BilingualText("going to \(iteration)", zh: "前往 \(iteration)")))")
    } else if state.pace != nil {
      let rate = state.rate.map { " \(Int($0))/s" } ?? ""
      parts.append("\(signs.current) \(state.text(BilingualText("running", zh: "运行中")))\(rate)")
    } else if snapshot.moment.withoutProgress < snapshot.end {
      parts.append("\(signs.left) \(state.text(BilingualText("in the past", zh: "在过去")))")
    } else {
      parts.append("\(signs.paused) \(state.text(BilingualText("paused", zh: "暂停")))")
    }
    if count < 1, snapshot.branches.count > 1, let branch = snapshot.branches.first(where: \.isCurrent) {
      parts.append(state.text(BilingualText("branch \(branch.name.english)", zh: "分支 \(branch.name.chinese)")))
    }
    if count < 2 {
      parts.append(
        state.text(
          BilingualText("seed \(session.plan.configuration.seed)", zh: "种子 \(session.plan.configuration.seed)")))
    }
    parts.append("? \(state.text(BilingualText("help", zh: "帮助")))")
    return parts.joined(separator: "  ")
  }
}
