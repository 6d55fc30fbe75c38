/// A number as decimal digits, for rounding and writing without the C library or locales.
///
/// The digits are the shortest that read back as the same number (what `description` prints), so
/// rounding is done on what a learner would write down: 2.675 rounds to 2.68.
struct DecimalDigits {
  private(set) var isNegative = false
  /// 0...9 each, no leading zeros; empty for zero.
  private(set) var digits: [UInt8] = []
  /// Position of the decimal point: the value is 0.d₁d₂d₃… × 10^pointPosition.
  private(set) var pointPosition = 0

  /// Reads what `Float.description` or `Double.description` prints for a finite number.
  init(describing description: String) {
    var exponent = 0
    var sawPoint = false
    var integerDigits = 0
    var isExponent = false
    var exponentText = ""
    for character in description.utf8 {
      switch character {
      case UInt8(ascii: "-") where !isExponent: isNegative = true
      case UInt8(ascii: "."): sawPoint = true
      case UInt8(ascii: "e"): isExponent = true
      case UInt8(ascii: "0")...UInt8(ascii: "9") where !isExponent:
        digits.append(character - UInt8(ascii: "0"))
        if !sawPoint { integerDigits += 1 }
      default: if isExponent { exponentText.unicodeScalars.append(Unicode.Scalar(character)) }
      }
    }
    exponent = Int(exponentText) ?? 0
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    while digits.last == 0 { digits.removeLast() }
    pointPosition = integerDigits - leading + exponent
    if digits.isEmpty { pointPosition = 0 }
  }

  var isZero: Bool { digits.isEmpty }

  /// Power of ten of the first digit: 0 for 1...9.99, −1 for 0.1...0.99.
  var exponent: Int { pointPosition - 1 }

  /// Keeps `count` digits, half away from zero.
  mutating func round(toDigits count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      pointPosition = 0
      return
    }
    let goesUp = digits[count] >= 5
    digits.removeSubrange(count...)
    if goesUp {
      var index = count - 1
      while index >= 0, digits[index] == 9 {
        digits[index] = 0
        index -= 1
      }
      if index >= 0 {
        digits[index] += 1
      } else {
        digits.insert(1, at: 0)
        pointPosition += 1
      }
    }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { pointPosition = 0 }
  }

  /// Keeps `count` digits after the decimal point.
  mutating func round(toDecimals count: Int) { round(toDigits: pointPosition + count) }

  /// `12.340`: exactly `decimals` digits after the point, no sign.
  func fixed(decimals: Int) -> String {
    func digit(_ index: Int) -> Character {
      Character(Unicode.Scalar(UInt8(ascii: "0") + (digits.indices.contains(index) ? digits[index] : 0)))
    }
    var text = ""
    if pointPosition <= 0 { text = "0" } else { for index in 0..<pointPosition { text.append(digit(index)) } }
    guard decimals > 0 else { return text }
    text.append(".")
    for place in 0..<decimals { text.append(digit(pointPosition + place)) }
    return text
  }

  /// `1.2e-7`: `count` digits in all, no sign.
  func scientific(digits count: Int) -> String {
    var mantissa = self
    mantissa.pointPosition = 1
    return mantissa.fixed(decimals: max(count - 1, 0)) + "e\(exponent)"
  }
}
