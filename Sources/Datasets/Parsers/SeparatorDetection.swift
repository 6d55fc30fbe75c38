/// Guesses the separator of a text file from its first records.
///
/// The right separator occurs equally often in every record; among those that do, the most frequent
/// one wins. When none does (a ragged file), the most frequent one of the first record is taken, so
/// that the error can name the row. Nothing at all means one column, and a comma is as good as any.
enum SeparatorDetection {
  /// 20 records: more would only cost time, fewer might all be alike by accident.
  private static let recordLimit = 20

  static func detect(_ bytes: ArraySlice<UInt8>) -> DelimitedText.Separator {
    let candidates = DelimitedText.Separator.allCases.map { ($0, counts(of: $0.rawValue, in: bytes)) }
    let present = candidates.filter { ($0.1.first ?? 0) > 0 }
    let even = present.filter { _, counts in counts.allSatisfy { $0 == counts.first } }
    let best = (even.isEmpty ? present : even).max { ($0.1.first ?? 0) < ($1.1.first ?? 0) }
    return best?.0 ?? .comma
  }

  /// How often a byte stands outside quotes in each of the first records that are not blank.
  private static func counts(of separator: UInt8, in bytes: ArraySlice<UInt8>) -> [Int] {
    var counts: [Int] = []
    var count = 0
    var isBlank = true
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if !isBlank { counts.append(count) }
        if counts.count == recordLimit { return counts }
        (count, isBlank) = (0, true)
      } else {
        isBlank = false
        if byte == separator, !isQuoted { count += 1 }
      }
    }
    if !isBlank { counts.append(count) }
    return counts
  }
}
