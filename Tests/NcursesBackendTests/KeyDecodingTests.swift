import CNcurses
import Screen
import Testing

@testable import NcursesBackend

@Suite struct KeyDecodingTests {
  @Test(
    arguments: [
      (9, Key.tab), (10, .enter), (13, .enter), (27, .escape), (8, .backspace), (127, .backspace), (3, .control("c")),
      (12, .control("l")), (0, .control(" ")), (32, .character(" ")), (78, .character("N")), (0x5EA6, .character("度")),
    ] as [(UInt32, Key)]) func charactersAndControlCodes(value: UInt32, key: Key)
  {
    #expect(KeyDecoding.key(scalar: value) == key)
  }

  @Test func codesWithoutAKeyAreIgnored() {
    #expect(KeyDecoding.key(scalar: 0x85) == nil)
    #expect(KeyDecoding.key(scalar: 0xD800) == nil)
    #expect(KeyDecoding.key(code: CN_KEY_UNKNOWN.rawValue) == nil)
    #expect(KeyDecoding.key(code: 9999) == nil)
  }

  @Test func namedKeys() {
    #expect(KeyDecoding.key(code: CN_KEY_SHIFT_UP.rawValue) == .shiftUp)
    #expect(KeyDecoding.key(code: CN_KEY_BACK_TAB.rawValue) == .backTab)
    #expect(KeyDecoding.key(code: CN_KEY_FUNCTION.rawValue + 12) == .function(12))
  }
}
