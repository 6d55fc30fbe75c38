import NeuralNet

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The range of a number and what one notch is.
public struct NumberScale: Hashable, Sendable {
  public let range: ClosedRange<Double>
  public let notch: Notch

  public enum Notch: Hashable, Sendable {
    /// A tenth of a power of ten: 0.1, 0.126, 0.158 … 1. Below the smallest comes 0 where the range has it.
    case ratio(smallest: Double)
    /// The same for what is missing to 1: 0.9, 0.921, 0.937 … 0.99. For averages such as β₁.
    case complement
    case step(Double)
  }

  public init(_ range: ClosedRange<Double>, _ notch: Notch) {
    self.range = range
    self.notch = notch
  }

  /// A number from text, in range.
  func number(_ text: String, of name: String) throws(SettingError) -> Double {
    let (low, high) = (range.lowerBound.short, range.upperBound.short)
    guard let number = Double(text), number.isFinite, range.contains(number) else {
      throw SettingError(
        name, found: quoted(text), needed: "a number from \(low) to \(high)", zh: " \(low) 到 \(high) 的数")
    }
    return number
  }

  func nudged(_ value: Double, _ direction: Knob.Direction) -> Double {
    let up = direction == .up
    let next: Double
    switch notch {
    case .ratio(let smallest):
      if value < smallest { return up ? smallest : max(range.lowerBound, 0) }
      let ratio = Self.notchedRatio(value, by: up ? 1 : -1)
      next = ratio < smallest ? (range.contains(0) ? 0 : range.lowerBound) : ratio
    case .complement:
      let missing = Self.notchedRatio(1 - value, by: up ? -1 : 1)
      next = Self.rounded(1 - missing, digits: 6)
    case .step(let step):
      // Counted in notches, so that 0.1 + 0.2 does not become 0.30000000000000004.
      next = Self.rounded((value / step).rounded() * step + (up ? step : -step), digits: 6)
    }
    return min(max(next, range.lowerBound), range.upperBound)
  }

  /// The value moved along 1, 1.26, 1.58 … 10, to three digits.
  private static func notchedRatio(_ value: Double, by notches: Double) -> Double {
    let exponent = ((log10(value) * 10).rounded() + notches) / 10
    return rounded(pow(10, exponent), digits: 2 - Int(exponent.rounded(.down)))
  }

  private static func rounded(_ value: Double, digits: Int) -> Double {
    // Through text: dividing by a power of ten would leave 0.30000000000000004 behind.
    Double(decimal(value, digits: max(digits, 0))) ?? value
  }

  private static func decimal(_ value: Double, digits: Int) -> String {
    let scaled = (value * pow(10, Double(digits))).rounded()
    guard scaled.magnitude < 1e18 else { return "\(value)" }
    return "\(Int(scaled))e-\(digits)"
  }
}

/// The range of a whole number and what one notch is.
public struct CountScale: Hashable, Sendable {
  public let range: ClosedRange<Int>
  public let notch: Notch
  /// What the largest number is called, where it has a name: `all`.
  public let nameOfLargest: String?

  public enum Notch: Hashable, Sendable {
    case step(Int)
    /// Powers of two.
    case double
  }

  public init(_ range: ClosedRange<Int>, _ notch: Notch, nameOfLargest: String? = nil) {
    self.range = range
    self.notch = notch
    self.nameOfLargest = nameOfLargest
  }

  func number(_ text: String, of name: String) throws(SettingError) -> Int {
    if let nameOfLargest, text == nameOfLargest { return range.upperBound }
    guard let number = Int(text), range.contains(number) else {
      let (low, high) = (range.lowerBound, range.upperBound)
      throw SettingError(
        name, found: quoted(text),
        needed: "a whole number from \(low) \(nameOfLargest.map { "up, or \($0)" } ?? "to \(high)")",
        zh: nameOfLargest.map { "不小于 \(low) 的整数，或 \($0)" } ?? " \(low) 到 \(high) 的整数")
    }
    return number
  }

  func text(_ number: Int) -> String {
    if let nameOfLargest, number >= range.upperBound { return nameOfLargest }
    return String(number)
  }

  func nudged(_ text: String, _ direction: Knob.Direction) -> String? {
    if let nameOfLargest, text == nameOfLargest {
      return direction == .down ? String(Self.largestBelowAll) : nil
    }
    guard let number = Int(text) else { return nil }
    let next: Int
    switch (notch, direction) {
    case (.step(let step), .up): next = number + step
    case (.step(let step), .down): next = number - step
    case (.double, .up):
      next = 1 << (Int.bitWidth - number.leadingZeroBitCount)
      if nameOfLargest != nil, next > Self.largestBelowAll { return nameOfLargest }
    case (.double, .down):
      next = number <= 1 ? range.lowerBound : 1 << (Int.bitWidth - 1 - (number - 1).leadingZeroBitCount)
    }
    return self.text(min(max(next, range.lowerBound), range.upperBound))
  }

  /// Nudging up from here means all samples.
  private static let largestBelowAll = 1024
}
