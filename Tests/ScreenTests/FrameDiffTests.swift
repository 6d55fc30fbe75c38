import Screen
import ScreenTestSupport
import Testing

@Suite struct FrameDiffTests {
  private static let signs: [Character] = ["a", " ", "中", "文", "é", "⣿", "─", "🇨", "x", " "]
  private static let styles = [
    Style.plain, Style(.bold), Style(foreground: .indexed(25)), Style(background: .indexed(208)),
  ]

  /// A frame with characters strewn about, wide ones over each other's halves included.
  private func strewn(_ size: Size, over base: Frame? = nil, _ random: inout RepeatableRandomNumbers) -> Frame {
    var frame = base ?? Frame(size: size)
    for _ in 0..<Int.random(in: 0..<60, using: &random) {
      frame.put(
        Self.signs.randomElement(using: &random) ?? "?", x: .random(in: -1...size.width, using: &random),
        y: .random(in: -1...size.height, using: &random), style: Self.styles.randomElement(using: &random) ?? .plain)
    }
    frame.cursor = Bool.random(using: &random) ? Point(x: 1, y: 1) : nil
    return frame
  }

  @Test(arguments: 1...300) func applyingTheDifferenceGivesTheNewFrame(seed: UInt64) {
    var random = RepeatableRandomNumbers(seed: seed)
    let size = Size(width: .random(in: 0...14, using: &random), height: .random(in: 0...5, using: &random))
    let old = strewn(size, &random)
    for new in [strewn(size, &random), strewn(size, over: old, &random)] {
      #expect(FrameDiff(from: old, to: new).applied(to: old) == new)
      #expect(FrameDiff(from: nil, to: new).applied(to: old) == new)
    }
  }

  @Test func nothingChangedMeansNothingToDraw() {
    var frame = Frame(size: Size(width: 9, height: 2))
    frame.put("中文 abc", x: 0, y: 1)
    #expect(FrameDiff(from: frame, to: frame).isEmpty)
  }

  @Test func oneCellIsOneRun() {
    let old = Frame(lines: ["abcdef"])
    var new = old
    new.put("X", x: 3, y: 0)
    let runs = FrameDiff(from: old, to: new).runs
    #expect(runs.map(\.text) == ["X"])
    #expect(runs.map(\.x) == [3])
  }

  @Test func runsEndWhereTheStyleChanges() {
    let old = Frame(size: Size(width: 6, height: 1))
    var new = old
    new.put("ab", x: 0, y: 0)
    new.put("中", x: 2, y: 0, style: Style(.bold))
    new.put("cd", x: 4, y: 0, style: Style(.bold))
    #expect(FrameDiff(from: old, to: new).runs.map(\.text) == ["ab", "中cd"])
    #expect(FrameDiff(from: old, to: new).runs.map(\.columns) == [2, 4])
  }

  @Test func anotherSizeIsDrawnWhole() {
    let new = Frame(lines: ["ab", "cd"])
    #expect(FrameDiff(from: Frame(lines: ["ab"]), to: new).runs.map(\.text) == ["ab", "cd"])
  }
}
