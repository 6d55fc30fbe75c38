/// The lines and corners of a box. A focused box has double lines, so that focus shows without color.
public struct Borders: Hashable, Sendable {
  public let horizontal: Character
  public let vertical: Character
  public let topLeft: Character
  public let topRight: Character
  public let bottomLeft: Character
  public let bottomRight: Character

  public static let light = Borders(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘")
  public static let double = Borders(
    horizontal: "═", vertical: "║", topLeft: "╔", topRight: "╗", bottomLeft: "╚", bottomRight: "╝")
  public static let ascii = Borders(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+")
  public static let asciiFocused = Borders(
    horizontal: "=", vertical: "#", topLeft: "#", topRight: "#", bottomLeft: "#", bottomRight: "#")

  public static func of(_ glyphs: ScreenCapabilities.Glyphs, isFocused: Bool) -> Borders {
    switch glyphs {
    case .unicode: isFocused ? .double : .light
    case .ascii: isFocused ? .asciiFocused : .ascii
    }
  }
}
