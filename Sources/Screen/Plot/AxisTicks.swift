internal import Glibc

/// Round numbers to write along an axis: 1, 2, or 5 times a power of ten.
struct AxisTicks {
  struct Tick: Hashable {
    let value: Double
    let label: String
  }

  let ticks: [Tick]

  /// About `count` ticks inside the scale; at least its two ends when nothing round fits.
  init(_ scale: PlotScale, count: Int, glyphs: ScreenCapabilities.Glyphs) {
    let count = min(max(count, 2), 20)
    let format = NumberFormat(significantDigits: 4, trimsZeros: true, glyphs: glyphs)
    var round = scale.isLogarithmic ? Self.powers(scale, count, format) : Self.steps(scale, count, format)
    // Between two round numbers lie rounder ones than the ends.
    if round.count < 2, !scale.isLogarithmic { round = Self.steps(scale, 2 * count, format) }
    ticks = round.count >= 2 ? round : [scale.low, scale.high].map { Tick(value: $0, label: format.text($0)) }
  }

  private static func steps(_ scale: PlotScale, _ count: Int, _ format: NumberFormat) -> [Tick] {
    let span = scale.high - scale.low
    let rough = span / Double(count)
    guard span.isFinite, rough > .leastNormalMagnitude else { return [] }
    let exponent = floor(log10(rough))
    let power = pow(10, exponent)
    guard power > 0, power.isFinite else { return [] }
    let factor = [1.0, 2, 5].first { $0 * power >= rough * 0.999 } ?? 10
    let step = factor * power
    let decimals = factor == 10 ? -Int(exponent) - 1 : -Int(exponent)
    let first = (scale.low / step - 1e-9).rounded(.up)
    var ticks: [Tick] = []
    for index in 0..<(2 * count + 2) {
      let multiple = first + Double(index)
      let value = multiple == 0 ? 0 : multiple * step
      guard value <= scale.high + step * 1e-9 else { break }
      let isPlain = decimals <= 5 && abs(scale.high) < 1e6 && abs(scale.low) < 1e6
      let label = value == 0 ? "0" : isPlain ? format.text(value, decimals: max(decimals, 0)) : format.text(value)
      ticks.append(Tick(value: value, label: label))
    }
    return ticks
  }

  private static func powers(_ scale: PlotScale, _ count: Int, _ format: NumberFormat) -> [Tick] {
    let first = Int(ceil(log10(scale.low) - 1e-9))
    let last = Int(floor(log10(scale.high) + 1e-9))
    guard first < last else { return parts(of: scale, from: first - 1, to: last + 1, format) }
    let stride = max((last - first + count) / count, 1)
    return Swift.stride(from: first, through: last, by: stride).map { exponent in
      let value = pow(10, Double(exponent))
      return Tick(value: value, label: format.text(value))
    }
  }

  /// 1, 2, and 5 times a power, where a scale holds hardly a whole power of ten.
  private static func parts(of scale: PlotScale, from first: Int, to last: Int, _ format: NumberFormat) -> [Tick] {
    guard first <= last else { return [] }
    return (first...last).flatMap { exponent in
      [1.0, 2, 5].map { $0 * pow(10, Double(exponent)) }
    }
    .filter { $0 >= scale.low && $0 <= scale.high }
    .map { Tick(value: $0, label: format.text($0)) }
  }
}
