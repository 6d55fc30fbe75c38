/// A line of a log with its checksum behind it, so that damage is found line by line:
///
///     step operation  #1c291ca3
///
/// The checksum is of the line's own text and nothing else: a line that two logs have in common is the
/// same in both, and `diff` shows what differs.
public enum SealedLine {
  private static let mark = "  #"
  private static let digits = 8

  /// With checksum and line break.
  public static func seal(_ text: String) -> String {
    let hexadecimal = String(Checksum.crc32(text.utf8), radix: 16)
    return text + mark + String(repeating: "0", count: digits - hexadecimal.count) + hexadecimal + "\n"
  }

  /// The text of a line without its line break; nil when the checksum is missing or another.
  public static func open(_ line: some Collection<UInt8>) -> String? {
    let sealLength = mark.utf8.count + digits
    guard line.count >= sealLength else { return nil }
    let text = Array(line.prefix(line.count - sealLength))
    guard let plain = String(validating: text, as: UTF8.self) else { return nil }
    return seal(plain).utf8.dropLast().elementsEqual(line) ? plain : nil
  }
}
