/// FNV-1a (Fowler, Noll, Vo) of a session's text so far, to know a beginning of a session by.
public struct SessionDigest: Hashable, Sendable {
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
  /// How many lines it is of.
  public private(set) var lines = 0

  public init(_ text: String = "") { add(text) }

  /// - Parameter text: whole lines.
  public mutating func add(_ text: String) {
    for byte in text.utf8 {
      value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
      if byte == 0x0a { lines += 1 }
    }
  }
}
