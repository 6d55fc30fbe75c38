/// The fixed part of the 256-color palette: a 6 × 6 × 6 cube (16...231) and 24 grays (232...255).
///
/// Entries 0...15 are given the values xterm starts with, for pictures of a screen; a real terminal
/// may show them otherwise.
public enum Palette {
  public struct RGB: Hashable, Sendable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    /// `#rrggbb`
    public var hexadecimal: String {
      "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  private static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static let userColors: [(UInt8, UInt8, UInt8)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]

  public static func rgb(_ index: UInt8) -> RGB {
    switch index {
    case 0..<16:
      let color = userColors[Int(index)]
      return RGB(red: color.0, green: color.1, blue: color.2)
    case 16..<232:
      let offset = Int(index) - 16
      return RGB(
        red: cubeLevels[offset / 36], green: cubeLevels[offset / 6 % 6], blue: cubeLevels[offset % 6])
    default:
      let level = 8 + 10 * (index - 232)
      return RGB(red: level, green: level, blue: level)
    }
  }

  /// Relative luminance, 0 (black) to 1 (white), as contrast is computed from.
  static func luminance(_ index: UInt8) -> Double {
    let color = rgb(index)
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }

  /// sRGB level to linear light. The cubic is within 0.005 of the standard's power law.
  private static func linear(_ level: UInt8) -> Double {
    let s = Double(level) / 255
    return s * (s * (s * 0.305306011 + 0.682171111) + 0.012522878)
  }

  /// Contrast ratio of two entries, 1 (the same) to 21 (black on white).
  public static func contrast(_ first: UInt8, _ second: UInt8) -> Double {
    let a = luminance(first)
    let b = luminance(second)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// Black (16) or white (231), whichever reads better on `background`.
  public static func readableText(on background: UInt8) -> UInt8 {
    contrast(16, background) >= contrast(231, background) ? 16 : 231
  }
}
