/// Colors of half-block pictures, where a cell has no room for a bracket or a sign: what lies in a window has a ramp of
/// its own. The marks at the picture's edges say the same without color.
extension ColorScale {
  // As light as the entries of the ramps they stand for, in hues that those do not have: green for gray, violet and
  // yellow for blue and orange.
  private static let windowGrays: [UInt8] = [22, 22, 22, 28, 28, 64, 70, 71, 77, 114, 151, 194]
  private static let windowDivergingOnDark: [UInt8] = [177, 134, 92, 54, 239, 58, 100, 142, 226]
  private static let windowDivergingOnLight: [UInt8] = [54, 92, 134, 183, 251, 229, 227, 184, 142]

  /// A cursor or a mark: magenta, which no ramp has.
  var markColor: UInt8 { background == .dark ? 201 : 163 }

  /// A pixel's palette entry; 0 on a rising scale is its lowest level, since a picture has no gaps.
  func colorOrLowest(of value: Double) -> UInt8? {
    if let color = color(of: value) { return color }
    guard colors == .indexed256, value == 0 else { return nil }
    return color(of: low == 0 ? (high - low) * 1e-9 : low)
  }

  /// The palette entry of a pixel that lies in a window.
  func windowColor(of value: Double) -> UInt8? {
    guard colors == .indexed256 else { return nil }
    let level: Int
    switch classify(value) {
    case .notANumber, .infinite: return nil
    case .zero: level = 0
    case .level(let found, _): level = found
    }
    switch ramp {
    case .diverging:
      let table = background == .dark ? Self.windowDivergingOnDark : Self.windowDivergingOnLight
      return table[level + Self.divergingSteps]
    case .sequential, .gray: return Self.windowGrays[min(level, Self.windowGrays.count - 1)]
    }
  }
}
