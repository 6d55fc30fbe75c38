import Screen

/// The ends of a color scale with its steps between them: `−0.58 ▇▇▇▇▇▇▇▇▇ 0.58`, as exact as there is room for; half a
/// number would be another one.
struct ScaleLegend {
  private static let steps = 9
  let scale: ColorScale

  func text(within width: Int, _ theme: Theme) -> StyledText {
    let texts = [3, 2, 1].map { text(digits: $0, theme) }
    return texts.first { theme.capabilities.widths.columns(of: $0.text) <= width } ?? StyledText("")
  }

  private func text(digits: Int, _ theme: Theme) -> StyledText {
    let format = NumberFormat(significantDigits: digits, trimsZeros: true, glyphs: theme.capabilities.glyphs)
    var text = StyledText("\(format.text(scale.low)) ", theme.muted)
    for step in 0..<Self.steps {
      // From the middle of each step; the middle step of a scale with two signs is 0.
      let value = scale.low + (scale.high - scale.low) * (Double(step) + 0.5) / Double(Self.steps)
      let shown = scale.ramp == .diverging && step == Self.steps / 2 ? 0 : value
      let sign =
        scale.colors == .indexed256
        ? " " : String(scale.ramp == .diverging ? scale.digit(of: shown) : scale.shade(of: shown))
      text.append(sign, scale.style(of: shown))
    }
    text.append(" \(format.text(scale.high))", theme.muted)
    return text
  }
}
