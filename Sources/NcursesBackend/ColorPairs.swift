internal import CNcurses
internal import Screen

/// Numbers for pairs of foreground and background, defined when they are first needed.
///
/// A terminal with 256 colors has more pairs than there are combinations. On a small one, once the
/// pairs are used up, what is left over is drawn in the terminal's own colors.
struct ColorPairs {
  private struct Pair: Hashable {
    let foreground: Int32
    let background: Int32
  }

  private let colorCount: Int
  private let pairCount: Int
  private var numbers: [Pair: Int32] = [:]

  init(colorCount: Int, pairCount: Int) {
    self.colorCount = colorCount
    self.pairCount = pairCount
  }

  /// The pair for a style; pair 0 is the terminal's own colors.
  mutating func number(for style: Style) -> Int32 {
    let pair = Pair(foreground: index(style.foreground), background: index(style.background))
    if pair.foreground < 0, pair.background < 0 { return 0 }
    if let number = numbers[pair] { return number }
    let next = Int32(numbers.count + 1)
    let isDefined = Int(next) < pairCount && cn_define_pair(next, pair.foreground, pair.background)
    numbers[pair] = isDefined ? next : 0
    return isDefined ? next : 0
  }

  /// With eight colors the bright ones are the plain ones in bold.
  func needsBold(_ style: Style) -> Bool {
    guard colorCount < 16, case .indexed(let index) = style.foreground else { return false }
    return (8..<16).contains(index)
  }

  private func index(_ color: Color) -> Int32 {
    guard case .indexed(let index) = color, colorCount > 0 else { return -1 }
    if Int(index) < colorCount { return Int32(index) }
    return index < 16 ? Int32(index) - 8 : -1
  }
}
