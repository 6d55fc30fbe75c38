import Datasets
import Testing

@Suite struct DelimitedTextParserTests {
  func fields(_ text: String) throws -> [[String]] {
    try DelimitedTextParser.parse(Written.bytes(text), file: "a.csv").records.map(\.fields)
  }

  @Test func quotedFieldsHoldSeparatorsQuotesAndLineEnds() throws {
    let text = try DelimitedTextParser.parse(
      Written.bytes("name,remark\nGentoo,\"large, with\r\n\"\"orange\"\" bill\"\nAdelie,\"\"\n"), file: "a.csv")
    #expect(
      text.records.map(\.fields) == [
        ["name", "remark"], ["Gentoo", "large, with\r\n\"orange\" bill"], ["Adelie", ""],
      ])
    // The record after the one of two lines knows its own line.
    #expect(text.records.map(\.line) == [1, 2, 4])
  }

  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4", "a,b\n\n1,2\r\n3,4", "\u{feff}a,b\n1,2\n3,4",
  ])
  func everyLineEndAndAByteOrderMarkReadTheSame(_ text: String) throws {
    #expect(try fields(text) == [["a", "b"], ["1", "2"], ["3", "4"]])
  }

  @Test func blankLinesAreSkippedButCounted() throws {
    let text = try DelimitedTextParser.parse(Written.bytes("a,b\r\n\r\n  \r\n1,2"), file: "a.csv")
    #expect(text.records.map(\.line) == [1, 4])
  }

  @Test func emptyFieldsAreKept() throws {
    #expect(try fields(",\n1,\n,2") == [["", ""], ["1", ""], ["", "2"]])
  }

  @Test func aQuoteInsideAnUnquotedFieldStandsForItself() throws {
    #expect(try fields("pipe 5\",1\nb,2") == [["pipe 5\"", "1"], ["b", "2"]])
  }

  @Test(arguments: DelimitedText.Separator.allCases)
  func separatorIsDetected(_ separator: DelimitedText.Separator) throws {
    let mark = String(UnicodeScalar(separator.rawValue))
    let text = try DelimitedTextParser.parse(
      Written.bytes("a b\(mark)c\n\"1,2;3|4\t5\"\(mark)6\n7\(mark)8\n"), file: "a.txt")
    #expect(text.separator == separator)
    #expect(text.records[1].fields == ["1,2;3|4\t5", "6"])
  }

  @Test func anEvenSeparatorBeatsAMoreFrequentOne() throws {
    // Commas are decimal here, and more of them: but not equally many in each row.
    let text = try DelimitedTextParser.parse(Written.bytes("1,5;2,5;3\n1;2,5;3\n1;2;3\n"), file: "a.txt")
    #expect(text.separator == .semicolon)
  }

  @Test func separatorsInsideQuotesDoNotCount() throws {
    let text = try DelimitedTextParser.parse(Written.bytes("\"a,b,c\";d\n\"1,2,3\";4\n"), file: "a.txt")
    #expect(text.separator == .semicolon)
  }

  @Test func aGivenSeparatorIsNotDetected() throws {
    let text = try DelimitedTextParser.parse(Written.bytes("a,b;c\n"), file: "a.txt", separator: .semicolon)
    #expect(text.records[0].fields == ["a,b", "c"])
  }
}
