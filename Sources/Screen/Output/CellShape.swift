/// The outlines of characters that are shapes rather than letters: lines, blocks, braille dots.
enum CellShape {
  private static let width = ScreenPicture.cellWidth
  private static let height = ScreenPicture.cellHeight
  private static let stroke = 1.0

  /// SVG path data for a character in the cell whose upper left corner is (x, y); nil for letters.
  static func path(_ character: Character, x: Double, y: Double) -> String? {
    guard let value = character.unicodeScalars.first?.value else { return nil }
    switch value {
    case 0x2800...0x28FF: return braille(UInt8(value - 0x2800), x, y)
    case 0x2580...0x259F: return block(character, Int(value), x, y)
    default: return line(character, x, y)
    }
  }

  private static func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
    let numbers = [x, y, width, height].map(ScreenPicture.short)
    return "M\(numbers[0]) \(numbers[1])h\(numbers[2])v\(numbers[3])h-\(numbers[2])z"
  }

  private static func braille(_ pattern: UInt8, _ x: Double, _ y: Double) -> String {
    var path = ""
    for column in 0..<2 {
      for row in 0..<4 where pattern & Braille.bit(column: column, row: row) != 0 {
        path += rectangle(x + 1 + Double(column) * width / 2, y + 1 + Double(row) * height / 4, 2.4, 2.8)
      }
    }
    return path
  }

  private static func block(_ character: Character, _ value: Int, _ x: Double, _ y: Double) -> String? {
    switch value {
    case 0x2581...0x2588:
      let tall = height * Double(value - 0x2580) / 8
      return rectangle(x, y + height - tall, width, tall)
    case 0x2589...0x258F: return rectangle(x, y, width * Double(0x2590 - value) / 8, height)
    case 0x2591...0x2593: return nil
    default:
      guard let bits = Blocks.quadrants.firstIndex(of: character) else { return nil }
      var path = ""
      for quadrant in 0..<4 where bits & (1 << quadrant) != 0 {
        path += rectangle(
          x + Double(quadrant % 2) * width / 2, y + Double(quadrant / 2) * height / 2, width / 2, height / 2)
      }
      return path
    }
  }

  /// Arms of a box character: left, right, up, down.
  private static let arms: [Character: (left: Bool, right: Bool, up: Bool, down: Bool, isDouble: Bool)] = [
    "─": (true, true, false, false, false), "│": (false, false, true, true, false),
    "┌": (false, true, false, true, false), "┐": (true, false, false, true, false),
    "└": (false, true, true, false, false), "┘": (true, false, true, false, false),
    "├": (false, true, true, true, false), "┤": (true, false, true, true, false),
    "┬": (true, true, false, true, false), "┴": (true, true, true, false, false), "┼": (true, true, true, true, false),
    "═": (true, true, false, false, true), "║": (false, false, true, true, true),
    "╔": (false, true, false, true, true), "╗": (true, false, false, true, true),
    "╚": (false, true, true, false, true), "╝": (true, false, true, false, true),
  ]

  private static func line(_ character: Character, _ x: Double, _ y: Double) -> String? {
    guard let arm = arms[character] else { return nil }
    // A double line is drawn heavy: it tells the same, and corners stay simple.
    let thick = arm.isDouble ? 2 * stroke + 0.5 : stroke
    let middleX = x + (width - thick) / 2
    let middleY = y + (height - thick) / 2
    var path = ""
    if arm.left { path += rectangle(x, middleY, (width + thick) / 2, thick) }
    if arm.right { path += rectangle(middleX, middleY, (width + thick) / 2, thick) }
    if arm.up { path += rectangle(middleX, y, thick, (height + thick) / 2) }
    if arm.down { path += rectangle(middleX, middleY, thick, (height + thick) / 2) }
    return path
  }
}
