/// Frames as text, for tests, logs, and `--format text`.
extension Frame {
  /// One string a row, as wide as the frame.
  public var lines: [String] {
    (0..<size.height).map { y in
      var line = ""
      for x in 0..<size.width {
        let cell = self[x, y]
        if !cell.isContinuation { line.append(cell.character) }
      }
      return line
    }
  }

  /// All rows, spaces at line ends removed, each ended by a line break.
  public var text: String {
    lines.map { line in
      let end = line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex
      return line[..<end] + "\n"
    }.joined()
  }

  /// A frame as large as its longest line.
  public init(lines: [String], style: Style = .plain, widths: CharacterWidth = CharacterWidth()) {
    let width = lines.map { widths.columns(of: $0) }.max() ?? 0
    self.init(size: Size(width: width, height: lines.count), style: style, widths: widths)
    for (y, line) in lines.enumerated() { put(line, x: 0, y: y, style: style) }
  }
}
