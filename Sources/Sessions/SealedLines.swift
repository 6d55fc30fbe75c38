/// The lines of a file of sealed lines that are as they were written; damaged ones are left out.
public enum SealedLines {
  public static func open(_ bytes: [UInt8]) -> (lines: [String], damaged: Int) {
    var lines: [String] = []
    var damaged = 0
    for line in bytes.split(separator: 0x0a) {
      if let text = SealedLine.open(line) { lines.append(text) } else { damaged += 1 }
    }
    return (lines, damaged)
  }
}
