import Autodiff
import Screen
import Stepping

/// The list of breakpoints: Space turns one on or off, Enter edits it, `d` removes it; the last line
/// makes a new one.
enum BreakpointList {
  static func press(_ key: Key, _ choice: Int, _ state: inout WorkbenchState) -> [Effect] {
    let all = state.breakpoints.all
    switch key {
    case .up, .character("k"): state.overlay = .breakpoints(choice: max(choice - 1, 0))
    case .down, .character("j"): state.overlay = .breakpoints(choice: min(choice + 1, all.count))
    case .home, .pageUp: state.overlay = .breakpoints(choice: 0)
    case .end, .pageDown: state.overlay = .breakpoints(choice: all.count)
    case .character("B"), .character("q"): state.overlay = nil
    case .character("a"), .character("+"): state.overlay = .prompt(.condition(nil), text: "")
    case .enter:
      guard let chosen = all[safe: choice] else {
        state.overlay = .prompt(.condition(nil), text: "")
        return []
      }
      state.overlay = .prompt(.condition(chosen.id), text: chosen.condition)
    case .character(" "):
      guard let chosen = all[safe: choice] else { return [] }
      state.breakpoints.toggle(id: chosen.id)
      return [.trainer(.breakpoints(state.breakpoints))]
    case .character("d"), .delete, .backspace:
      guard let chosen = all[safe: choice] else { return [] }
      state.breakpoints.remove(id: chosen.id)
      state.overlay = .breakpoints(choice: min(choice, state.breakpoints.all.count))
      return [.trainer(.breakpoints(state.breakpoints))]
    default: break
    }
    return []
  }

  /// Takes a condition over, or shows what is wrong with it.
  static func commit(_ text: String, _ id: Int?, _ state: inout WorkbenchState) -> [Effect] {
    guard let scope = state.session?.conditionScope else { return [] }
    do throws(ConditionError) {
      _ = try Condition(text, in: scope)
    } catch {
      state.overlay = .prompt(.condition(id), text: text)
      state.conditionProblem = error
      return []
    }
    state.conditionProblem = nil
    let place: Int
    if let id {
      state.breakpoints.replace(id: id, with: text)
      place = state.breakpoints.all.firstIndex { $0.id == id } ?? 0
    } else {
      state.breakpoints.add(text)
      place = state.breakpoints.all.count - 1
    }
    state.overlay = .breakpoints(choice: place)
    return [.trainer(.breakpoints(state.breakpoints))]
  }

  // MARK: Drawing

  static func draw(_ choice: Int, _ state: WorkbenchState, on frame: inout Frame, theme: Theme) {
    var rows = state.breakpoints.all.map { row($0, state, theme) }
    rows.append(StyledText(" + " + state.text(BilingualText("new condition", zh: "新条件")), theme.accent))
    let choice = min(choice, rows.count - 1)
    let hint = state.text(
      BilingualText("Space on/off  Enter edit  d remove  a add  Esc close", zh: "空格 开关  Enter 修改  d 删除  a 添加  Esc 关闭"))
    let widest = rows.map { frame.widths.columns(of: $0.text) }.max() ?? 0
    let width = min(max(widest, frame.widths.columns(of: hint)) + 5, frame.size.width - 2, 84)
    let problem = state.breakpoints.all[safe: choice].flatMap { self.problem($0, state) }
    let below = Paragraph(problem.map { [StyledText($0, theme.warning)] } ?? [])
    let belowHeight = problem == nil ? 0 : below.laidOut(width: width - 4, widths: frame.widths).count
    let box = frame.bounds.centered(
      Size(width: width, height: min(frame.size.height - 2, rows.count + 4 + belowHeight)))
    let border = Border(title: state.text(BilingualText("breakpoints", zh: "断点")), isFocused: true)
    frame.fill(box)
    border.draw(in: box, on: &frame, theme: theme)
    let inside = border.inside(box)
    let body = inside.inset(bottom: 2 + belowHeight)
    var scroll = Scroll(total: rows.count, visible: body.height)
    scroll.reveal(choice)
    frame.clipped(to: body) { frame in
      for (place, index) in scroll.range.enumerated() {
        frame.put(rows[index], x: body.x, y: body.y + place)
        if index == choice {
          frame.restyle(body.row(place), with: theme.selection)
          frame.cursor = Point(x: body.x, y: body.y + place)
        }
      }
    }
    ScrollBar(scroll).draw(in: body, on: &frame, theme: theme)
    let footer = inside.inset(left: 1, right: 1)
    if belowHeight > 0, footer.height > belowHeight {
      let area = Rect(x: footer.x, y: footer.bottom - 1 - belowHeight, width: footer.width, height: belowHeight)
      below.draw(in: area, on: &frame, theme: theme)
    }
    frame.put(hint, in: footer, row: footer.height - 1, style: theme.muted)
  }

  /// `● 1 loss > 2   3 hits`
  private static func row(_ breakpoint: Breakpoint, _ state: WorkbenchState, _ theme: Theme) -> StyledText {
    let signs = theme.signs
    let fits = state.condition(of: breakpoint) != nil
    let sign = !fits ? signs.wrong : breakpoint.isOn ? signs.breakpoint : signs.breakpointOff
    let hits =
      breakpoint.hitCount == 1
      ? BilingualText("1 hit", zh: "触发 1 次")
      : BilingualText("\(breakpoint.hitCount) hits", zh: "触发 \(breakpoint.hitCount) 次")
    var row = StyledText(" \(sign) ", fits ? theme.accent : theme.warning)
    row.append("\(breakpoint.id) \(breakpoint.condition)", breakpoint.isOn ? theme.text : theme.muted)
    row.append("   \(state.text(breakpoint.isOn ? hits : BilingualText("off", zh: "已关闭")))", theme.muted)
    return row
  }

  /// Why a condition does not fit the network, which may have been changed since.
  private static func problem(_ breakpoint: Breakpoint, _ state: WorkbenchState) -> String? {
    guard let scope = state.session?.conditionScope else { return nil }
    do throws(ConditionError) {
      _ = try Condition(breakpoint.condition, in: scope)
      return nil
    } catch { return error[state.language] }
  }
}
