/// A frame as an SVG picture with the terminal's real colors, on a grid of cells.
///
/// Lines, blocks, and braille are drawn as shapes, so that they meet without gaps in any font. Every
/// other character is put at its own column: a font whose Chinese is not exactly two columns wide
/// cannot shift the rest of the row.
public struct ScreenPicture: Sendable {
  public var title: String
  public var background: ScreenCapabilities.Background

  public init(title: String = "", background: ScreenCapabilities.Background = .dark) {
    self.title = title
    self.background = background
  }

  static let cellWidth = 8.0
  static let cellHeight = 17.0
  private static let margin = 10.0
  private static let baseline = 13.0
  /// The size at which letters 0.602 wide, as in most such fonts, are one cell wide.
  private static let fontSize = 13.29
  private static let fonts = "DejaVu Sans Mono, Menlo, Consolas, Noto Sans Mono CJK SC, Noto Sans CJK SC, monospace"

  private var paper: String { background == .dark ? "#101418" : "#ffffff" }
  private var ink: String { background == .dark ? "#dfe3e6" : "#1c1f22" }

  public func svg(_ frame: Frame) -> String {
    let width = Double(frame.size.width) * Self.cellWidth + 2 * Self.margin
    let height = Double(frame.size.height) * Self.cellHeight + 2 * Self.margin
    var shapes = ""
    var texts = ""
    for y in 0..<frame.size.height {
      draw(row: y, of: frame, &shapes, &texts)
    }
    let name = Self.escaped(title)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.short(width))" height="\(Self.short(height))" \
      viewBox="0 0 \(Self.short(width)) \(Self.short(height))" role="img" aria-label="\(name)">
      <title>\(name)</title>
      <rect width="100%" height="100%" rx="6" fill="\(paper)"/>
      <g transform="translate(\(Self.short(Self.margin)) \(Self.short(Self.margin)))" shape-rendering="crispEdges">
      \(shapes)</g>
      <g transform="translate(\(Self.short(Self.margin)) \(Self.short(Self.margin)))" \
      font-family="\(Self.fonts)" font-size="\(Self.short(Self.fontSize))" xml:space="preserve">
      \(texts)</g>
      </svg>

      """
  }

  private func draw(row y: Int, of frame: Frame, _ shapes: inout String, _ texts: inout String) {
    let top = Double(y) * Self.cellHeight
    var x = 0
    while x < frame.size.width {
      // One stretch of equal style: its ground at once, its characters each at its column.
      let style = frame[x, y].style
      let start = x
      while x < frame.size.width, frame[x, y].style == style { x += 1 }
      let (foreground, ground) = colors(style)
      let left = Double(start) * Self.cellWidth
      if ground != paper {
        let width = Double(x - start) * Self.cellWidth
        shapes += "<rect x=\"\(Self.short(left))\" y=\"\(Self.short(top))\" width=\"\(Self.short(width))\" "
        shapes += "height=\"\(Self.short(Self.cellHeight))\" fill=\"\(ground)\"/>\n"
      }
      let look = "fill=\"\(foreground)\"\(attributes(style))"
      var word = ""
      for column in start..<x {
        let cell = frame[column, y]
        let place = Double(column) * Self.cellWidth
        let shape = CellShape.path(cell.character, x: place, y: top)
        if let shape {
          shapes += "<path d=\"\(shape)\" fill=\"\(foreground)\"\(style.isDim ? " opacity=\"0.6\"" : "")/>\n"
        }
        // Words of ASCII stay together; whatever another font may draw stands alone.
        let isLetter = shape == nil && cell.character != " " && !cell.isContinuation
        if !isLetter || !cell.character.isASCII {
          texts += text(word, endingAt: column, top, look)
          word = ""
        }
        guard isLetter else { continue }
        if cell.character.isASCII {
          word.append(cell.character)
        } else {
          texts += text(String(cell.character), endingAt: column + 1, top, look)
        }
      }
      texts += text(word, endingAt: x, top, look)
    }
  }

  private func text(_ word: String, endingAt column: Int, _ top: Double, _ look: String) -> String {
    guard !word.isEmpty else { return "" }
    let place = Self.short(Double(column - word.count) * Self.cellWidth)
    return "<text x=\"\(place)\" y=\"\(Self.short(top + Self.baseline))\" \(look)>\(Self.escaped(word))</text>\n"
  }

  private func colors(_ style: Style) -> (foreground: String, ground: String) {
    let foreground = hexadecimal(style.foreground) ?? ink
    let ground = hexadecimal(style.background) ?? paper
    return style.isReversed ? (ground, foreground) : (foreground, ground)
  }

  private func hexadecimal(_ color: Color) -> String? {
    guard case .indexed(let index) = color else { return nil }
    return Palette.rgb(index).hexadecimal
  }

  private func attributes(_ style: Style) -> String {
    (style.isBold ? " font-weight=\"bold\"" : "") + (style.isItalic ? " font-style=\"italic\"" : "")
      + (style.isUnderlined ? " text-decoration=\"underline\"" : "") + (style.isDim ? " opacity=\"0.6\"" : "")
  }

  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }

  /// `8` rather than `8.0`: the same picture in fewer bytes.
  static func short(_ number: Double) -> String {
    NumberFormat(significantDigits: 8, trimsZeros: true, glyphs: .ascii).text(number)
  }
}
