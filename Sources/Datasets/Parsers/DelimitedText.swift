/// A text file as records of fields, before anything is known about what they mean.
public struct DelimitedText: Hashable, Sendable {
  public let separator: Separator
  public let records: [Record]

  /// One record; it may run over several lines, where a quoted field holds line ends.
  public struct Record: Hashable, Sendable {
    /// The line that it begins on, counted from 1.
    public let line: Int
    public let fields: [String]
  }

  /// What stands between two fields.
  public enum Separator: UInt8, CaseIterable, Hashable, Sendable {
    case comma = 0x2c
    case tab = 0x09
    case semicolon = 0x3b
    case bar = 0x7c

    public var name: String {
      switch self {
      case .comma: "comma"
      case .tab: "tab"
      case .semicolon: "semicolon"
      case .bar: "bar"
      }
    }
  }
}
