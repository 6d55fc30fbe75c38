import Screen
import Testing

@Suite struct CharacterWidthTests {
  @Test(arguments: [
    ("a", 1), ("", 0), ("梯度下降", 8), ("한글", 4), ("かな", 4), ("é", 1), ("e\u{301}", 1), ("⣿", 1), ("┌─┐", 3),
    ("∂L/∂W", 5), ("，", 2), ("\u{200B}", 0), ("😀", 2), ("−0.5", 4), ("ｆ", 2), ("𠀀", 2), ("▀", 1),
  ]) func columnsOfText(text: String, columns: Int) {
    #expect(CharacterWidth().columns(of: text) == columns)
  }

  @Test(arguments: [("×", 2), ("Σ", 2), ("─", 2), ("⣿", 1), ("a", 1), ("中", 2), ("▀", 2), ("▘", 1)])
  func ambiguousCharactersWhereTheyAreWide(text: String, columns: Int) {
    #expect(CharacterWidth(ambiguous: 2).columns(of: text) == columns)
  }

  @Test func cutTextNeverSplitsAWideCharacter() {
    let widths = CharacterWidth()
    #expect(widths.truncated("梯度下降", to: 8) == "梯度下降")
    #expect(widths.truncated("梯度下降", to: 7) == "梯度下…")
    #expect(widths.truncated("梯度下降", to: 6) == "梯度…")
    #expect(widths.truncated("梯度下降", to: 0).isEmpty)
    #expect(widths.truncated("abc", to: -4).isEmpty)
    #expect(widths.padded("梯", to: 4, alignment: .right) == "  梯")
  }
}
