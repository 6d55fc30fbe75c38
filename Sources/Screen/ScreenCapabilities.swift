/// What the terminal at hand can show. Detected once from the environment, or chosen by the user.
public struct ScreenCapabilities: Hashable, Sendable {
  public enum Colors: Hashable, Sendable, CaseIterable { case indexed256, sixteen, mono }
  public enum Glyphs: Hashable, Sendable, CaseIterable { case unicode, ascii }
  public enum Background: Hashable, Sendable, CaseIterable { case dark, light }

  /// What curves are made of.
  public enum Marker: Hashable, Sendable, CaseIterable {
    /// 2 × 4 dots a cell.
    case braille
    /// 2 × 2 quadrants a cell, for fonts that draw braille badly.
    case block
    /// One character a cell.
    case ascii

    /// The next one, for a key that goes round.
    public var next: Marker {
      switch self {
      case .braille: .block
      case .block: .ascii
      case .ascii: .braille
      }
    }
  }

  public var colors: Colors
  public var glyphs: Glyphs
  public var marker: Marker
  /// Columns of characters such as `×` and `Σ` that some East Asian terminals draw wide: 1 or 2.
  public var ambiguousWidth: Int
  public var background: Background

  public init(
    colors: Colors = .indexed256, glyphs: Glyphs = .unicode, marker: Marker = .braille, ambiguousWidth: Int = 1,
    background: Background = .dark
  ) {
    self.colors = colors
    self.glyphs = glyphs
    self.marker = glyphs == .ascii ? .ascii : marker
    self.ambiguousWidth = ambiguousWidth == 2 ? 2 : 1
    self.background = background
  }

  /// Everything on a dark terminal: 256 colors, Unicode, braille.
  public static let full = ScreenCapabilities()
  /// Neither color nor anything but ASCII.
  public static let plainest = ScreenCapabilities(colors: .mono, glyphs: .ascii, marker: .ascii)

  public var widths: CharacterWidth { CharacterWidth(ambiguous: ambiguousWidth) }
  public var isUnicode: Bool { glyphs == .unicode }
}
