public import Autodiff
public import Screen

/// A part of the workbench that draws one aspect of the run. One file a panel, one line in
/// ``PanelCatalog``. A panel draws from the state and remembers nothing; what must last from frame
/// to frame is in its ``PanelMemory``.
public protocol Panel: Sendable {
  static var id: PanelID { get }
  static var title: BilingualText { get }
  /// The key that focuses it, for panels beyond the ninth; the first nine have digits.
  static var letter: Character? { get }
  /// Below this it draws a part or nothing, but never traps.
  static var minimumSize: Size { get }
  /// What the border says behind the title: `hidden1 · forward`.
  static func note(_ state: WorkbenchState) -> String
  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme)
  /// Arrow keys, page keys, home and end while the panel has the focus; false when it has no use for one.
  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool
  /// Enter while the panel has the focus; false when it has no use for it.
  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool
}

extension Panel {
  public static var letter: Character? { nil }
  public static func note(_ state: WorkbenchState) -> String { "" }
  public static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    state.scroll(id, movement)
  }
  public static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool { false }
}
