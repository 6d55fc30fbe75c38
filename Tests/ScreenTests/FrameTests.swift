import Screen
import Testing

@Suite struct FrameTests {
  private func frame(_ width: Int, _ height: Int) -> Frame { Frame(size: Size(width: width, height: height)) }

  @Test func textIsCutAtTheEdges() {
    var frame = frame(5, 2)
    frame.put("abcdefgh", x: 2, y: 0)
    frame.put("abcdefgh", x: -3, y: 1)
    frame.put("never", x: 0, y: 7)
    frame.put("never", x: 0, y: -1)
    #expect(frame.lines == ["  abc", "defgh"])
  }

  @Test func wideCharactersTakeTwoColumns() {
    var frame = frame(6, 1)
    #expect(frame.put("梯度x", x: 0, y: 0) == 5)
    #expect(frame[0, 0].isWide)
    #expect(frame[1, 0].isContinuation)
    #expect(frame.lines == ["梯度x "])
  }

  @Test func halfAWideCharacterIsBlankAtEitherEdge() {
    var frame = frame(5, 1)
    frame.put("梯度梯", x: 0, y: 0)
    #expect(frame.lines == ["梯度 "])
    frame.put("梯度梯", x: -1, y: 0)
    #expect(frame.lines == [" 度梯"])
  }

  @Test func writingOverHalfBlanksTheOtherHalf() {
    var frame = frame(4, 1)
    frame.put("梯度", x: 0, y: 0)
    frame.put("x", x: 1, y: 0)
    #expect(frame.lines == [" x度"])
    frame.put("中", x: 1, y: 0)
    #expect(frame.lines == [" 中 "])
    frame.put("y", x: 2, y: 0)
    #expect(frame.lines == ["  y "])
  }

  @Test func drawingStaysInsideTheClip() {
    var frame = frame(6, 3)
    frame.clipped(to: Rect(x: 1, y: 1, width: 3, height: 1)) { frame in
      frame.fill(Rect(x: -5, y: -5, width: 100, height: 100), with: "#")
      frame.clipped(to: Rect(x: 0, y: 0, width: 2, height: 3)) { $0.put("abcdef", x: 0, y: 1) }
    }
    #expect(frame.lines == ["      ", " b##  ", "      "])
    frame.put("z", x: 5, y: 2)
    #expect(frame[5, 2].character == "z", "the clip is undone")
  }

  @Test func controlCharactersAndLoneAccentsDoNoHarm() {
    var frame = frame(8, 1)
    frame.put("a\u{1B}b\tc\r\nd\u{7F}", x: 0, y: 0)
    #expect(frame.lines == ["a·b·c·d·"])
    frame.fill(frame.bounds)
    frame.put("\u{301}\u{200B}e\u{301}👩‍👩‍👧x", x: 0, y: 0)
    #expect(frame.lines == ["é👩x    "])
  }

  @Test func framesAreEqualWhenTheyLookEqual() {
    var one = frame(3, 1)
    var two = frame(3, 1)
    one.put("ab", x: 0, y: 0)
    two.put("b", x: 1, y: 0)
    two.put("a", x: 0, y: 0)
    #expect(one == two)
    two.put("a", x: 0, y: 0, style: Style(.bold))
    #expect(one != two)
  }

  @Test func linesMakeAFrameAndAFrameMakesLines() {
    let lines = ["┌──┐", "│中│", "└──┘"]
    #expect(Frame(lines: lines).lines == lines)
    #expect(Frame(lines: ["a  ", ""]).text == "a\n\n")
  }

  @Test func alignmentAndEllipsis() {
    var frame = frame(7, 3)
    frame.put("ab", in: frame.bounds, row: 0, alignment: .right)
    frame.put("ab", in: frame.bounds, row: 1, alignment: .center)
    frame.put("abcdefghi", in: frame.bounds, row: 2)
    frame.put("no", in: frame.bounds, row: 3)
    #expect(frame.lines == ["     ab", "  ab   ", "abcdef…"])
  }
}
