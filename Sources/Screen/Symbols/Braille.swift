/// Braille patterns: 2 × 4 dots a cell, one color a cell. U+2800 plus one bit per dot.
public enum Braille {
  /// The bit of the dot at column 0...1, row 0...3.
  public static func bit(column: Int, row: Int) -> UInt8 {
    switch (column, row) {
    case (0, 0): 0x01
    case (0, 1): 0x02
    case (0, 2): 0x04
    case (1, 0): 0x08
    case (1, 1): 0x10
    case (1, 2): 0x20
    case (0, _): 0x40
    default: 0x80
    }
  }

  public static func character(_ pattern: UInt8) -> Character {
    Character(Unicode.Scalar(UInt32(0x2800) + UInt32(pattern)) ?? " ")
  }
}
