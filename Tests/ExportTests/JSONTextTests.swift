import Export
import Foundation
import Testing

struct JSONTextTests {
  @Test func everyFloatComesBackWithTheSameBits() throws {
    var patterns: [UInt32] = [0, 1, 0x8000_0000, 0x0080_0000, 0x7F7F_FFFF, 0x3DCC_CCCD, 0x3F80_0001]
    patterns += (0..<2000).map { $0 &* 2_147_001 &+ 12_345 }
    for value in patterns.map(Float.init(bitPattern:)) where value.isFinite {
      let text = JSONText.text(.float(value))
      #expect(Float(text)?.bitPattern == value.bitPattern, "\(text)")
    }
  }

  @Test func everyDoubleComesBackWithTheSameBits() {
    for value in [0.1, -1.0 / 3, Double.leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 12_345_678.9] {
      #expect(Double(JSONText.text(.number(value)))?.bitPattern == value.bitPattern)
    }
  }

  @Test func numbersThatJSONHasNotAreWords() {
    #expect(JSONText.text(.floats([.nan, .infinity, -.infinity])) == #"["NaN","Infinity","-Infinity"]"#)
    #expect(Float("NaN").map(\.isNaN) == true)
  }

  @Test func wholeNumbersAreShort() {
    #expect(JSONText.text(.array([.float(3), .number(-2), .integer(7)])) == "[3,-2,7]")
  }

  @Test func membersKeepTheirOrder() {
    #expect(JSONText.text(.object(["z": .null, "a": .bool(true)])) == #"{"z":null,"a":true}"#)
  }

  @Test func textOfAnyKindIsReadBackByAnotherReader() throws {
    let text = "quote \" backslash \\ line\nTab\t bell \u{7} delete \u{7F} Σ 中文 😀"
    let data = Data(JSONText.text(.object(["t": .string(text)])).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: String])
    #expect(object["t"] == text)
  }

  @Test func indentedTextKeepsPlainArraysOnALine() {
    let json = JSON.object(["a": .integers([1, 2]), "b": .array([.object([:])])])
    #expect(JSONText.text(json, .indented) == "{\n  \"a\": [1, 2],\n  \"b\": [\n    {}\n  ]\n}")
  }

  @Test func addingAMemberPutsItLast() {
    #expect(JSONText.text(JSON.object(["a": .null]).adding("final", .bool(true))) == #"{"a":null,"final":true}"#)
  }
}
