import Screen
import Testing

@Suite struct TextWrappingTests {
  @Test func latinBreaksBetweenWords() {
    #expect(
      TextWrapping(columns: 12).lines("Each output pixel is one weighted sum.")
        == ["Each output", "pixel is one", "weighted", "sum."])
  }

  @Test func chineseBreaksBetweenCharactersButNotBeforeClosingMarks() {
    let lines = TextWrapping(columns: 10).lines("梯度是导数，方向相反（负号）。")
    #expect(lines == ["梯度是导", "数，方向相", "反（负", "号）。"])
  }

  @Test func mixedTextBreaksBetweenTheScripts() {
    #expect(TextWrapping(columns: 8).lines("损失loss下降") == ["损失loss", "下降"])
    #expect(TextWrapping(columns: 7).lines("损失loss下降") == ["损失", "loss下", "降"])
  }

  @Test func noLineIsTooLongAndNothingButSpacesIsLost() {
    let texts = [
      "卷积核在图像上滑动，每到一处，就把窗口里的数与核里的数相乘再相加；结果是一个数。",
      "a longunbreakablewordindeed and short ones,   with  spaces", "混合 text，with（括号）and 「引号」。", "",
    ]
    let closing: Set<Character> = ["，", "。", "；", "）", "」"]
    for text in texts {
      for columns in 2...30 {
        let lines = TextWrapping(columns: columns).lines(text)
        #expect(lines.allSatisfy { CharacterWidth().columns(of: $0) <= columns }, "\(columns): \(lines)")
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        // Four columns are two characters: a mark and what it clings to.
        if columns >= 6 { #expect(lines.allSatisfy { line in line.first.map { !closing.contains($0) } ?? true }) }
      }
    }
  }

  @Test func lineBreaksInTheTextStay() {
    #expect(TextWrapping(columns: 9).lines("one\n\ntwo\r\nthree") == ["one", "", "two", "three"])
  }

  @Test func stylesSurviveWrapping() {
    let bold = Style(.bold)
    let text = StyledText("plain ") + StyledText("bold words here", bold)
    let lines = TextWrapping(columns: 10).lines(text)
    #expect(lines.map(\.text) == ["plain bold", "words here"])
    #expect(lines[0].spans.map(\.style) == [.plain, bold])
    #expect(lines[1].spans == [StyledText.Span("words here", bold)])
  }

  @Test func aColumnTooNarrowForAWideCharacterStillEnds() {
    #expect(TextWrapping(columns: 1).lines("中文").count == 2)
  }
}
