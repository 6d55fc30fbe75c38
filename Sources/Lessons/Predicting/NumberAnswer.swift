/// Reads a number as people type it: 0.5, .5, 1/2, −0,5, 5e-1, 50 %.
enum NumberAnswer {
  static func number(_ text: String) -> Double? {
    // A typographic minus and a decimal comma are what people type who do not program.
    var plain = String(text.map { $0 == "−" ? "-" : $0 == "," ? "." : $0 }).trimmed
    let isPercent = plain.hasSuffix("%") || plain.hasSuffix("％")
    if isPercent { plain = String(plain.dropLast()).trimmed }
    let parts = plain.split(separator: "/", omittingEmptySubsequences: false).map { Double($0.trimmed) }
    guard (1...2).contains(parts.count), let numerator = parts[0] else { return nil }
    var number = numerator
    if parts.count == 2 {
      guard let denominator = parts[1], denominator != 0 else { return nil }
      number /= denominator
    }
    if isPercent { number /= 100 }
    return number.isFinite ? number : nil
  }
}
