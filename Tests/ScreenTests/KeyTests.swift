import Screen
import Testing

@Suite struct KeyTests {
  @Test func everyNameReadsBack() {
    let keys: [Key] =
      [
        .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .shiftUp, .shiftDown,
        .shiftLeft, .shiftRight, .home, .end, .pageUp, .pageDown, .character(" "), .character("n"), .character("N"),
        .character("?"), .character("度"), .control("c"),
      ] + (1...12).map { .function($0) }
    for key in keys { #expect(Key(name: key.name) == key, "\(key.name)") }
  }

  @Test func scriptsAreWordsOfKeys() throws {
    let keys = try Key.script("n n Enter C-c  S-Tab f5 space ESC")
    #expect(
      keys == [
        .character("n"), .character("n"), .enter, .control("c"), .backTab, .function(5), .character(" "), .escape,
      ])
    let none = try Key.script("")
    #expect(none.isEmpty)
  }

  @Test func anUnknownWordSaysWhichAndWhere() {
    let error = #expect(throws: Key.UnknownName.self) { try Key.script("n Entre") }
    #expect(error?.name == "Entre")
    #expect(error?.position == 2)
    #expect(Key(name: "") == nil)
    #expect(Key(name: "F99") == nil)
  }
}
