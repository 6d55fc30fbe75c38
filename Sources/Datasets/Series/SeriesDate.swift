/// A moment of a series as its file writes it: a year or a running number, a month, a day, or a time of day.
///
///     1700        2013-03        2013-03-01        2013-03-01 14:30
struct SeriesDate: Hashable {
  let text: String
  /// Years, months, days or seconds since some beginning, after ``resolution``.
  let ordinal: Int
  let resolution: Resolution

  enum Resolution: Hashable {
    case year, month, day, second
  }

  /// Nil for what is no date, February 30 among it.
  init?(_ field: String) {
    let text = TableCell.trimmed(field)
    let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == " " || $0 == "T" }
    guard let parts = halves.first.flatMap({ Self.numbers($0, between: "-") ?? Self.numbers($0, between: "/") }),
      let year = parts.first
    else { return nil }
    self.text = text
    switch parts.count {
    case 1 where halves.count == 1:
      (ordinal, resolution) = (year, .year)
    case 2 where halves.count == 1 && (1...12).contains(parts[1]):
      (ordinal, resolution) = (year * 12 + parts[1] - 1, .month)
    case 3:
      guard let day = Self.day(year, parts[1], parts[2]) else { return nil }
      guard halves.count == 2 else {
        (ordinal, resolution) = (day, .day)
        return
      }
      guard let second = Self.second(halves[1]) else { return nil }
      (ordinal, resolution) = (day * 86_400 + second, .second)
    default: return nil
    }
  }

  /// Whole numbers of at most nine digits, the first one the year.
  private static func numbers(_ text: Substring, between separator: Character) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      (1...9).contains(part.count) && part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
    }
    return numbers.count == parts.count ? numbers : nil
  }

  /// Days in the Gregorian calendar, leap years counted.
  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
    let leapDays = year == 0 ? 0 : (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400
    return year * 365 + leapDays + lengths.prefix(month - 1).reduce(0, +) + day
  }

  /// `14:30` or `14:30:05`
  private static func second(_ text: Substring) -> Int? {
    guard let parts = numbers(text, between: ":"), (2...3).contains(parts.count), parts[0] < 24,
      parts.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    return parts[0] * 3600 + parts[1] * 60 + (parts.count == 3 ? parts[2] : 0)
  }
}
