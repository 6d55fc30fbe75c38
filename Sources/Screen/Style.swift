/// How a cell looks: its two colors and its attributes.
///
/// Colors that are `.default` leave the terminal's own; that is what makes one style serve light and
/// dark backgrounds.
public struct Style: Hashable, Sendable {
  /// What a terminal can do to a character besides coloring it. Blinking is left out on purpose.
  public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let underline = Attributes(rawValue: 4)
    public static let reverse = Attributes(rawValue: 8)
    public static let italic = Attributes(rawValue: 16)
  }

  public var foreground: Color
  public var background: Color
  public var attributes: Attributes

  public init(foreground: Color = .default, background: Color = .default, _ attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// Attributes only, in the terminal's own colors.
  public init(_ attributes: Attributes) { self.init(foreground: .default, background: .default, attributes) }

  /// The terminal's own colors, no attribute.
  public static let plain = Style()

  public var isBold: Bool { attributes.contains(.bold) }
  public var isDim: Bool { attributes.contains(.dim) }
  public var isUnderlined: Bool { attributes.contains(.underline) }
  public var isReversed: Bool { attributes.contains(.reverse) }
  public var isItalic: Bool { attributes.contains(.italic) }

  /// The same with `more` attributes.
  public func with(_ more: Attributes) -> Style {
    var style = self
    style.attributes.formUnion(more)
    return style
  }

  public func with(foreground: Color) -> Style {
    var style = self
    style.foreground = foreground
    return style
  }

  public func with(background: Color) -> Style {
    var style = self
    style.background = background
    return style
  }

  /// This style laid over `base`: default colors let the base's show, attributes add up.
  public func over(_ base: Style) -> Style {
    Style(
      foreground: foreground == .default ? base.foreground : foreground,
      background: background == .default ? base.background : background,
      attributes.union(base.attributes))
  }
}
