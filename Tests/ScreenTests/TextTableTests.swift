import Screen
import Testing

/// Tables as plain lines.
struct TextTableTests {
  @Test func namesStandLeftAndNumbersRightUnderWrappedTitles() {
    let table = TextTable(
      header: ["optimizer", "samples until training loss"], rows: [["sgd", "79"], ["adam", "21546"]], names: 1,
      widestTitle: 14)
    #expect(
      table.lines.head == [
        "            samples until", "optimizer   training loss", "---------  --------------",
      ])
    #expect(table.lines.body == ["sgd                    79", "adam                21546"])
  }

  @Test func wideCharactersCountTwice() {
    let table = TextTable(header: ["批量", "损失"], rows: [["全部", "0.1"]], names: 1)
    #expect(table.lines.head == ["批量  损失", "----  ----"] && table.lines.body == ["全部   0.1"])
  }

  @Test func rowsThatAreTooShortHaveEmptyCells() {
    let table = TextTable(header: ["a", "b"], rows: [["x"], []], names: 1)
    #expect(table.lines.body == ["x", ""])
  }
}
