/// Writes numbers as they are shown: so many significant digits, a true minus sign, nothing hidden.
///
/// ```swift
/// let format = NumberFormat()
/// format.text(-0.21812)          // −0.218
/// format.text(0.00000012)        // 1.20e-7
/// format.text(0.0)               // 0, and only then
/// format.text(.nan, width: 6)    //    NaN
/// ```
public struct NumberFormat: Hashable, Sendable {
  public var significantDigits: Int
  /// Drops zeros at the end: `0.5` instead of `0.500`.
  public var trimsZeros: Bool
  /// Writes a sign before positive numbers too.
  public var showsPlus: Bool
  public var minus: Character

  public init(
    significantDigits: Int = 3, trimsZeros: Bool = false, showsPlus: Bool = false,
    glyphs: ScreenCapabilities.Glyphs = .unicode
  ) {
    self.significantDigits = min(max(significantDigits, 1), 17)
    self.trimsZeros = trimsZeros
    self.showsPlus = showsPlus
    self.minus = glyphs == .unicode ? Signs.unicode.minus : Signs.ascii.minus
  }

  /// Below this power of ten, and from the next one on, numbers are written with an exponent.
  private static let smallestFixed = -4
  private static let largestFixed = 6

  public func text(_ value: Double) -> String {
    special(value) ?? text(DecimalDigits(describing: value.description), digits: significantDigits)
  }

  public func text(_ value: Float) -> String {
    special(Double(value)) ?? text(DecimalDigits(describing: value.description), digits: significantDigits)
  }

  /// Exactly `width` columns, aligned to the right, with fewer digits where they do not fit. A number
  /// that cannot be told in so few columns is shown as `#`, never as another number.
  public func text(_ value: Double, width: Int) -> String {
    fitted(special(value), DecimalDigits(describing: value.description), width)
  }

  public func text(_ value: Float, width: Int) -> String {
    fitted(special(Double(value)), DecimalDigits(describing: value.description), width)
  }

  /// A fixed number of decimals, for the labels of an axis whose step is known.
  public func text(_ value: Double, decimals: Int) -> String {
    if let text = special(value) { return text }
    var digits = DecimalDigits(describing: value.description)
    digits.round(toDecimals: decimals)
    return sign(of: digits) + digits.fixed(decimals: decimals)
  }

  private func special(_ value: Double) -> String? {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "\(minus)Inf" : showsPlus ? "+Inf" : "Inf" }
    return value == 0 ? "0" : nil
  }

  private func sign(of digits: DecimalDigits) -> String {
    if digits.isZero { return "" }
    return digits.isNegative ? String(minus) : showsPlus ? "+" : ""
  }

  private func text(_ exact: DecimalDigits, digits count: Int) -> String {
    var rounded = exact
    rounded.round(toDigits: count)
    guard (Self.smallestFixed...Self.largestFixed).contains(rounded.exponent) else {
      return scientific(exact, digits: count)
    }
    let decimals = max(count - 1 - rounded.exponent, 0)
    // Whole digits beyond the significant ones are known, so they are shown.
    rounded = exact
    rounded.round(toDecimals: decimals)
    return sign(of: rounded) + trimmed(rounded.fixed(decimals: decimals))
  }

  private func scientific(_ exact: DecimalDigits, digits count: Int) -> String {
    var rounded = exact
    rounded.round(toDigits: count)
    let shown = trimsZeros ? max(rounded.digits.count, 1) : count
    return sign(of: rounded) + rounded.scientific(digits: shown)
  }

  private func trimmed(_ text: String) -> String {
    guard trimsZeros, text.contains(".") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  private func fitted(_ special: String?, _ exact: DecimalDigits, _ width: Int) -> String {
    guard width > 0 else { return "" }
    func padded(_ text: String) -> String? {
      let count = text.count
      return count <= width ? String(repeating: " ", count: width - count) + text : nil
    }
    if let special { return padded(special) ?? String(repeating: "#", count: width) }
    for count in stride(from: significantDigits, through: 1, by: -1) {
      if let text = padded(text(exact, digits: count)) { return text }
    }
    for count in stride(from: significantDigits, through: 1, by: -1) {
      if let text = padded(scientific(exact, digits: count)) { return text }
    }
    return String(repeating: "#", count: width)
  }
}
