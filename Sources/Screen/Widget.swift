/// A description of something to draw: made, drawn, thrown away.
///
/// A widget paints only inside `area`, and copes with any area, the empty one included. What must be
/// remembered from one frame to the next (a scroll position, a cursor) is passed in by its owner.
public protocol Widget: Sendable {
  func draw(in area: Rect, on frame: inout Frame, theme: Theme)
}
