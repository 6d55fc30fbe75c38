internal import Glibc

/// Maps numbers to positions along an axis, linearly or by their logarithm.
///
/// Any range works: constant data gets room around it, ±1e38 does not overflow, denormal numbers do not
/// vanish.
public struct PlotScale: Hashable, Sendable {
  public let low: Double
  public let high: Double
  public let isLogarithmic: Bool

  /// Exactly from `low` to `high`, widened where they do not differ.
  public init(low: Double, high: Double, isLogarithmic: Bool = false) {
    let isUsable = low.isFinite && high.isFinite && low <= high && (!isLogarithmic || low > 0)
    var low = isUsable ? low : isLogarithmic ? 1 : 0
    var high = isUsable ? high : isLogarithmic ? 10 : 1
    if low == high {
      if isLogarithmic {
        low = max(low / 2, .leastNonzeroMagnitude)
        high = min(high * 2, .greatestFiniteMagnitude)
      } else {
        // Half of its size around a constant; 1 around zero.
        let room = low == 0 ? 1 : max(abs(low) / 2, .leastNonzeroMagnitude)
        low = max(low - room, -.greatestFiniteMagnitude)
        high = min(high + room, .greatestFiniteMagnitude)
      }
    }
    self.low = low
    self.high = high
    self.isLogarithmic = isLogarithmic
  }

  /// Wide enough for the finite (and, with a logarithm, positive) ones of these numbers.
  public init(covering values: some Sequence<Double>, isLogarithmic: Bool = false) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite && (!isLogarithmic || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    // A logarithm needs something positive; without it the plain scale tells more than none.
    let canBeLogarithmic = isLogarithmic && low <= high
    self.init(low: low, high: high, isLogarithmic: canBeLogarithmic)
  }

  /// 0 at the low end, 1 at the high end, beyond outside; nil for what has no place on this axis.
  public func position(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    if isLogarithmic {
      guard value > 0 else { return nil }
      return (log10(value) - log10(low)) / (log10(high) - log10(low))
    }
    let span = high - low
    return span.isFinite ? (value - low) / span : (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  /// The number at a position.
  public func value(at position: Double) -> Double {
    if isLogarithmic { return pow(10, log10(low) + position * (log10(high) - log10(low))) }
    return low * (1 - position) + high * position
  }
}
