/// One place of the screen: a character and how it looks.
///
/// A wide character (Chinese, say) takes two cells: the first holds it, the second is a
/// ``continuation(of:)`` that is never drawn by itself.
public struct Cell: Hashable, Sendable {
  public let character: Character
  public var style: Style

  /// How many columns it takes: 1, 2, or 0 for the second half of a wide character.
  public let columns: Int8

  init(_ character: Character, columns: Int8, style: Style) {
    self.character = character
    self.columns = columns
    self.style = style
  }

  /// An empty place.
  public static func blank(_ style: Style = .plain) -> Cell { Cell(" ", columns: 1, style: style) }

  static func continuation(of style: Style) -> Cell { Cell(" ", columns: 0, style: style) }

  public var isContinuation: Bool { columns == 0 }
  public var isWide: Bool { columns == 2 }
}
