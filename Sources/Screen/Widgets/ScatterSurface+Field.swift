/// The colored ground of a ``ScatterSurface``: two values a cell, or signs where there is no color.
extension ScatterSurface {
  // Grounds for up to eight classes on which marks can be read; any two differ by 8 or more (CIEDE2000)
  // with normal sight and with each kind of color blindness. The first two stay apart best.
  private static let classesOnDark: [UInt8] = [94, 24, 236, 242, 27, 19, 52, 89]
  private static let classesOnLight: [UInt8] = [223, 153, 190, 250, 231, 77, 182, 228]

  func drawField(_ inside: Rect, on frame: inout Frame, _ theme: Theme) {
    guard let field else { return }
    let hasColors = theme.capabilities.colors == .indexed256
    for row in 0..<inside.height {
      for column in 0..<inside.width {
        let across = (Double(column) + 0.5) / Double(inside.width)
        // Half rows, counted from below.
        let below = Double(2 * (inside.height - 1 - row))
        let upper = field.value(across: across, up: (below + 1.5) / Double(2 * inside.height))
        let lower = field.value(across: across, up: (below + 0.5) / Double(2 * inside.height))
        let x = inside.x + column
        let y = inside.y + row
        if hasColors {
          drawColors(upper, lower, x, y, on: &frame, theme)
        } else if let value = lower {
          frame.put(sign(value), x: x, y: y, style: theme.muted)
        }
      }
    }
  }

  private func drawColors(
    _ upper: Float?, _ lower: Float?, _ x: Int, _ y: Int, on frame: inout Frame, _ theme: Theme
  ) {
    for value in [upper, lower].compactMap({ $0 }) where !value.isFinite {
      frame.put(value.isNaN ? "N" : "I", x: x, y: y, style: Style(.reverse))
      return
    }
    let top = upper.flatMap { color($0, theme) }
    let bottom = lower.flatMap { color($0, theme) }
    guard top != nil || bottom != nil else { return }
    if top == bottom || !theme.capabilities.isUnicode, let ground = bottom ?? top {
      frame.put(" ", x: x, y: y, style: Style(background: .indexed(ground)))
    } else {
      frame.put(
        top == nil ? Blocks.lowerHalf : Blocks.upperHalf, x: x, y: y,
        style: Style(
          foreground: (top ?? bottom).map { .indexed($0) } ?? .default,
          background: top == nil ? .default : bottom.map { .indexed($0) } ?? .default))
    }
  }

  private func color(_ value: Float, _ theme: Theme) -> UInt8? {
    switch meaning {
    case .numbers(let scale): return scale.color(of: Double(value))
    case .classes:
      let table = theme.capabilities.background == .dark ? Self.classesOnDark : Self.classesOnLight
      return table[Self.classNumber(value) % table.count]
    }
  }

  private static func classNumber(_ value: Float) -> Int { Int(min(max(value.rounded(), 0), 1_000)) }

  private func sign(_ value: Float) -> Character {
    guard value.isFinite else { return value.isNaN ? "N" : "I" }
    switch meaning {
    case .numbers(let scale):
      return scale.ramp == .diverging ? scale.sign(of: Double(value)) : scale.shade(of: Double(value))
    case .classes: return Character(String(Self.classNumber(value) % 10))
    }
  }
}
