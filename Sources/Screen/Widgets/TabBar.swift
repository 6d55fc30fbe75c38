/// One row of tabs; the chosen one is bold, underlined, and in brackets.
public struct TabBar: Widget {
  public var titles: [String]
  public var selected: Int

  public init(_ titles: [String], selected: Int) {
    self.titles = titles
    self.selected = selected
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard !area.isEmpty else { return }
    let labels = titles.enumerated().map { $0 == selected ? "[\($1)]" : " \($1) " }
    let ends = labels.reduce(into: [0]) { $0.append(($0.last ?? 0) + frame.widths.columns(of: $1)) }
    // The chosen tab is always in sight: what is before it moves out on the left.
    let end = ends.indices.contains(selected + 1) ? ends[selected + 1] : 0
    let shift = max(end - area.width, 0)
    frame.clipped(to: area) { frame in
      for (index, label) in labels.enumerated() {
        frame.put(
          label, x: area.x + ends[index] - shift, y: area.y, style: index == selected ? theme.selectedTab : theme.tab)
      }
    }
  }
}
