import Autodiff
public import Screen

/// The whole screen for a state: a pure function, so that a test can compare it as text.
public enum WorkbenchView {
  public static func frame(_ state: WorkbenchState) -> Frame {
    let theme = state.theme
    var frame = Frame(size: state.size, widths: state.capabilities.widths)
    guard state.size.holds(WorkbenchLayout.smallestSize) else {
      drawTooSmall(state, on: &frame, theme)
      return frame
    }
    switch state.place {
    case .lessonList: LessonList.draw(state, on: &frame, theme: theme)
    case .workbench: drawWorkbench(state, on: &frame, theme)
    }
    if let overlay = state.overlay { OverlayView.draw(overlay, state, on: &frame, theme: theme) }
    return frame
  }

  private static func drawWorkbench(_ state: WorkbenchState, on frame: inout Frame, _ theme: Theme) {
    let layout = WorkbenchLayout(state)
    StatusLine.draw(state, in: layout.status, on: &frame, theme: theme)
    // The focused panel last, so that its cursor is the terminal's.
    for (id, area) in layout.panels.sorted(by: { $1.id == state.focus && $0.id != state.focus }) {
      let panel = PanelCatalog.panel(id)
      let border = Border(
        title: (PanelCatalog.key(of: id).map { "\($0) " } ?? "") + state.text(panel.title), note: panel.note(state),
        isFocused: id == state.focus)
      let inside = border.inside(area)
      frame.cursor = id == state.focus ? nil : frame.cursor
      panel.draw(state, in: inside, on: &frame, theme: theme)
      border.draw(in: area, on: &frame, theme: theme)
    }
    Footer.draw(state, in: layout.footer, on: &frame, theme: theme)
  }

  private static func drawTooSmall(_ state: WorkbenchState, on frame: inout Frame, _ theme: Theme) {
    let needed = WorkbenchLayout.smallestSize
    let text = BilingualText(
      "Backstep needs \(needed.width)×\(needed.height) characters; this terminal has \(state.size.width)×\(state.size.height). Make it larger.",
      zh: "Backstep 需要 \(needed.width)×\(needed.height) 个字符；当前终端是 \(state.size.width)×\(state.size.height)。请放大窗口。")
    Paragraph(state.text(text), style: theme.text).draw(in: frame.bounds, on: &frame, theme: theme)
  }
}
