/// Which part of something long is in sight: a position that is always valid.
public struct Scroll: Hashable, Sendable {
  public let total: Int
  public let visible: Int
  public private(set) var offset: Int

  public init(total: Int, visible: Int, offset: Int = 0) {
    self.total = max(total, 0)
    self.visible = max(visible, 0)
    self.offset = min(max(offset, 0), max(self.total - self.visible, 0))
  }

  /// The items in sight.
  public var range: Range<Int> { offset..<min(offset + visible, total) }
  public var isNeeded: Bool { total > visible }

  public mutating func move(by count: Int) {
    // No further than from one end to the other, so that the sum cannot overflow.
    self = Scroll(total: total, visible: visible, offset: offset + min(max(count, -total), total))
  }

  /// Moves as little as possible so that an item is in sight.
  public mutating func reveal(_ index: Int) {
    guard visible > 0 else { return }
    if index < offset { self = Scroll(total: total, visible: visible, offset: index) }
    if index >= offset + visible { self = Scroll(total: total, visible: visible, offset: index - visible + 1) }
  }
}

/// A column at the right edge that says how far down one is.
public struct ScrollBar: Widget {
  public var scroll: Scroll

  public init(_ scroll: Scroll) { self.scroll = scroll }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard scroll.isNeeded, !area.isEmpty else { return }
    let thumb = min(max(area.height * scroll.visible / scroll.total, 1), area.height)
    let travel = max(scroll.total - scroll.visible, 1)
    let top = (area.height - thumb) * scroll.offset / travel
    let isUnicode = theme.capabilities.isUnicode
    for row in 0..<area.height {
      let isThumb = row >= top && row < top + thumb
      let sign: Character = isThumb ? (isUnicode ? Blocks.full : "#") : theme.signs.dottedLine
      frame.put(sign, x: area.right - 1, y: area.y + row, style: isThumb ? theme.muted : theme.border)
    }
  }
}
