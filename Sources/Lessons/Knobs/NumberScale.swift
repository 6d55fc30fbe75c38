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
    /// About a tenth of a power of ten: 0.1, 0.125, 0.15, 0.2 … 1. Below the smallest comes 0 where the range has it.
    case ratio(smallest: Double)
    /// The same for what is missing to 1: 0.9, 0.92, 0.94 … 0.99. For averages such as β₁.
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
      let ratio = Self.notchedRatio(value, isUp: up)
      next = ratio < smallest ? (range.contains(0) ? 0 : range.lowerBound) : ratio
    case .complement:
      let missing = Self.notchedRatio(Self.rounded(1 - value, digits: 6), isUp: !up)
      next = Self.rounded(1 - missing, digits: 6)
    case .step(let step):
      // Counted in notches, so that 0.1 + 0.2 does not become 0.30000000000000004.
      next = Self.rounded((value / step).rounded() * step + (up ? step : -step), digits: 6)
    }
    return min(max(next, range.lowerBound), range.upperBound)
  }

  /// About a tenth of a power of ten apart, and the numbers that people choose.
  private static let notches = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8.0]

  /// The next of 1, 1.25, 1.5, 2 … 8, 10, and of the same in every power of ten; one back from there is the value again
  /// where it is one of them.
  private static func notchedRatio(_ value: Double, isUp: Bool) -> Double {
    let power = Int(log10(value).rounded(.down))
    let near = (power - 1...power + 1).flatMap { power in
      notches.map { rounded($0 * pow(10, Double(power)), digits: 2 - power) }
    }
    let slack = 1e-9 * value
    return isUp ? near.first { $0 > value + slack } ?? value : near.last { $0 < value - slack } ?? value
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
