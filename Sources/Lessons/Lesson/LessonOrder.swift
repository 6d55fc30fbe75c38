/// A lesson's place in the curriculum: part and number, 1.4.
public struct LessonOrder: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let part: Int
  public let number: Int

  public init(part: Int, number: Int) {
    self.part = part
    self.number = number
  }

  /// From `1.4`; both numbers from 1 to 999.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let part = Int(parts[0]), let number = Int(parts[1]), (1...999).contains(part),
      (1...999).contains(number)
    else { return nil }
    self.init(part: part, number: number)
  }

  public var description: String { "\(part).\(number)" }

  public static func < (a: LessonOrder, b: LessonOrder) -> Bool { (a.part, a.number) < (b.part, b.number) }
}
