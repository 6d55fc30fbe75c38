/// Numbers to colors: which class a value falls in, and what that class looks like.
///
/// A diverging scale is symmetric around zero, blue for negative and orange for positive; a sequential
/// or gray one runs from low to high. Exact zero is a class of its own, however small its neighbors;
/// values beyond the ends are marked; NaN and infinity are never given a color of the ramp.
public struct ColorScale: Hashable, Sendable {
  public enum Ramp: Hashable, Sendable { case diverging, sequential, gray }

  /// Where a value falls.
  public enum Class: Hashable, Sendable {
    case notANumber
    case infinite(isNegative: Bool)
    case zero
    /// −4...4 without 0 on a diverging scale, 0... on the others. `isBeyond` means off the scale's end.
    case level(Int, isBeyond: Bool)
  }

  public let ramp: Ramp
  public let low: Double
  public let high: Double
  public let colors: ScreenCapabilities.Colors
  public let background: ScreenCapabilities.Background

  /// −`limit`...`limit`.
  public static func diverging(limit: Double, _ capabilities: ScreenCapabilities = .full) -> ColorScale {
    let limit = limit.isFinite && limit != 0 ? abs(limit) : 1
    return ColorScale(ramp: .diverging, low: -limit, high: limit, capabilities)
  }

  /// A diverging scale wide enough for these values; what is not finite is left out.
  public static func diverging(
    covering values: ArraySlice<Float>, _ capabilities: ScreenCapabilities = .full
  ) -> ColorScale {
    // A plain loop over plain numbers: the maps of one sample are tens of thousands, drawn anew at every key.
    var largest: Float = 0
    var hasAny = false
    for value in values where value.isFinite {
      largest = max(largest, abs(value))
      hasAny = true
    }
    return .diverging(limit: hasAny ? Double(largest) : 1, capabilities)
  }

  /// The same for all of an array.
  public static func diverging(covering values: [Float], _ capabilities: ScreenCapabilities = .full) -> ColorScale {
    .diverging(covering: values[...], capabilities)
  }

  public static func sequential(
    low: Double = 0, high: Double, _ capabilities: ScreenCapabilities = .full
  ) -> ColorScale {
    ColorScale(ramp: .sequential, low: low, high: high, capabilities)
  }

  public static func gray(low: Double = 0, high: Double, _ capabilities: ScreenCapabilities = .full) -> ColorScale {
    ColorScale(ramp: .gray, low: low, high: high, capabilities)
  }

  private init(ramp: Ramp, low: Double, high: Double, _ capabilities: ScreenCapabilities) {
    self.ramp = ramp
    self.low = low.isFinite ? low : 0
    self.high = high.isFinite && high > self.low ? high : self.low + max(abs(self.low), 1)
    self.colors = capabilities.colors
    self.background = capabilities.background
  }

  // Palette entries from terminal research: each step can be told from the next, and −x from +x, with
  // normal and with color-blind eyes (CIEDE2000 at full severity).
  private static let divergingOnDark: [UInt8] = [117, 75, 33, 25, 234, 94, 130, 172, 214]
  private static let divergingOnLight: [UInt8] = [25, 32, 74, 153, 231, 223, 215, 208, 166]
  private static let viridis: [UInt8] = [53, 55, 25, 30, 36, 41, 149, 220]
  private static let grays: [UInt8] = [232, 234, 236, 238, 240, 242, 244, 246, 248, 250, 252, 254]

  /// Levels of one side of a diverging scale.
  static let divergingSteps = 4

  private var table: [UInt8] {
    switch ramp {
    case .diverging: background == .dark ? Self.divergingOnDark : Self.divergingOnLight
    case .sequential: Self.viridis
    case .gray: Self.grays
    }
  }

  /// Position between the ends, 0...1 inside.
  func fraction(_ value: Double) -> Double {
    let span = high - low
    // Halved where ±1e308 would overflow, not elsewhere: the smallest numbers have no half.
    return span.isFinite ? (value - low) / span : (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  public func classify(_ value: Double) -> Class {
    if value.isNaN { return .notANumber }
    if value.isInfinite { return .infinite(isNegative: value < 0) }
    if value == 0 { return .zero }
    switch ramp {
    case .diverging:
      let ratio = abs(value) / high
      let step = min(max(Int((min(ratio, 1) * Double(Self.divergingSteps)).rounded(.up)), 1), Self.divergingSteps)
      return .level(value < 0 ? -step : step, isBeyond: ratio > 1)
    case .sequential, .gray:
      let position = fraction(value)
      let count = table.count
      let level = Int(min(max(position, 0), 1) * Double(count))
      return .level(min(level, count - 1), isBeyond: position < 0 || position > 1)
    }
  }

  /// The palette entry of a class; nil where there is none (NaN, infinity, zero on a rising scale, or
  /// a terminal with fewer than 256 colors).
  public func color(of value: Double) -> UInt8? {
    guard colors == .indexed256 else { return nil }
    switch classify(value) {
    case .notANumber, .infinite: return nil
    case .zero: return ramp == .diverging ? table[Self.divergingSteps] : nil
    case .level(let level, _): return table[ramp == .diverging ? level + Self.divergingSteps : level]
    }
  }

  /// A filled cell with text that reads well on it. With 16 colors the sign is told by the hue of the
  /// text; without color by nothing, so that the text must tell it.
  public func style(of value: Double) -> Style {
    if !value.isFinite { return Style(.reverse) }
    if let color = color(of: value) {
      return Style(foreground: .indexed(Palette.readableText(on: color)), background: .indexed(color))
    }
    guard colors == .sixteen, ramp == .diverging, value != 0 else { return .plain }
    let isDark = background == .dark
    return Style(foreground: .indexed(value < 0 ? (isDark ? 12 : 4) : (isDark ? 11 : 3)))
  }

  /// A digit 1...9 for the magnitude, `0` for exact zero, `^` beyond the scale, `N` and `I` otherwise.
  public func digit(of value: Double) -> Character {
    switch classify(value) {
    case .notANumber: return "N"
    case .infinite: return "I"
    case .zero: return "0"
    case .level(_, true): return "^"
    case .level:
      let ratio = ramp == .diverging ? abs(value) / high : fraction(value)
      let digit = min(max(Int((ratio * 9).rounded(.up)), 1), 9)
      return Character(Unicode.Scalar(UInt8(ascii: "0") + UInt8(digit)))
    }
  }

  /// `+`, `-`, or a space.
  public func sign(of value: Double) -> Character { value > 0 ? "+" : value < 0 ? "-" : " " }

  /// Darkness for magnitude where there is no color: one of ` .:-=+*#%@`.
  public func shade(of value: Double) -> Character {
    if value.isNaN { return "N" }
    if value.isInfinite { return "I" }
    if value == 0 { return " " }
    return Shades.character(ramp == .diverging ? abs(value) / high : max(fraction(value), 1e-9), from: Shades.ascii)
  }

  /// One value from the middle of each class, lowest first, for a legend.
  var samples: [Double] {
    switch ramp {
    case .diverging:
      (-Self.divergingSteps...Self.divergingSteps).map { step in
        step == 0 ? 0 : high * (Double(step) - (step > 0 ? 0.5 : -0.5)) / Double(Self.divergingSteps)
      }
    case .sequential, .gray:
      table.indices.map { low + (high - low) * (Double($0) + 0.5) / Double(table.count) }
    }
  }
}
