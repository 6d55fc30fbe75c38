/// Block elements: bars in eighths of a cell, halves with two colors, quadrants.
public enum Blocks {
  /// Bars growing upwards, 0 to 8 eighths.
  public static let lowerEighths: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// Bars growing to the right, 0 to 8 eighths.
  public static let leftEighths: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  public static let upperHalf: Character = "▀"
  public static let lowerHalf: Character = "▄"
  public static let full: Character = "█"

  /// By bits: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
  public static let quadrants: [Character] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]
}
