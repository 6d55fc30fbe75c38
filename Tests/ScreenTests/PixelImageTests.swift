import ScreenTestSupport
import Testing

@testable import Screen

/// Images as pictures: densities, padding, windows, marks, and what is in sight.
@Suite struct PixelImageTests {
  private static let values: [Float?] = (0..<16).map { Float($0) / 15 }

  private func image(_ ramp: ColorScale.Ramp = .gray, _ capabilities: ScreenCapabilities = .full) -> PixelImage {
    let scale: ColorScale =
      ramp == .gray ? .gray(high: 1, capabilities) : .diverging(limit: 1, capabilities)
    return PixelImage(rows: 4, columns: 4, values: Self.values, scale: scale)
  }

  private func frame(_ image: PixelImage, _ width: Int, _ height: Int, _ capabilities: ScreenCapabilities = .full)
    -> Frame
  {
    var frame = Frame(size: Size(width: width, height: height))
    image.draw(in: frame.bounds, on: &frame, theme: Theme(capabilities))
    return frame
  }

  @Test func whereThereIsRoomAPixelHasTwoColumns() {
    let drawn = frame(image(), 9, 5)
    #expect(drawn[1, 1].style.background == .indexed(232))
    #expect(drawn[2, 1].style.background == .indexed(232))
    #expect(drawn[7, 4].style.background == .indexed(254))
    #expect(drawn.text.allSatisfy { $0 == " " || $0 == "\n" })
  }

  @Test func halfBlocksHoldTwoPixelsACell() {
    let drawn = frame(image(), 5, 3)
    #expect(drawn[1, 1].character == Blocks.upperHalf)
    #expect(drawn[1, 1].style == Style(foreground: .indexed(232), background: .indexed(238)))
    #expect(drawn[4, 2].style == Style(foreground: .indexed(248), background: .indexed(254)))
  }

  @Test func paddingIsNoPixelAndSharesNoCellWithOne() {
    var padded = image()
    padded.padding = 1
    let halves = frame(padded, 7, 5)
    #expect(halves.lines[1] == " ░░░░░░")
    #expect(halves.lines[4] == " ░░░░░░")
    #expect(halves[1, 2].character == "░" && halves[6, 3].character == "░")
    #expect(halves[2, 2].style.foreground == .indexed(232))
    let ascii = frame(
      {
        var it = image(.gray, .plainest); it.padding = 1; return it
      }(), 14, 7, .plainest)
    #expect(ascii.lines[1] == "  : : : : : : ")
    #expect(ascii.lines[2].hasPrefix("  :   ."))
  }

  /// Without a look at colors: brackets in the picture where there is room, marks at its edges always.
  @Test(arguments: [ScreenCapabilities.full, ScreenCapabilities(colors: .sixteen), .plainest])
  func aWindowShowsWithoutColor(capabilities: ScreenCapabilities) {
    var picture = image(.gray, capabilities)
    picture.window = Heatmap.Window(rows: 1..<3, columns: 0..<2)
    let drawn = frame(picture, 10, 5, capabilities)
    let signs = Theme(capabilities).signs
    #expect(drawn.lines[2].contains("[") && drawn.lines[2].contains("]"))
    #expect(drawn.lines[3].contains("[") && drawn.lines[3].contains("]"))
    #expect(!drawn.lines[1].contains("[") && !drawn.lines[4].contains("["))
    #expect(drawn[0, 2].character == signs.rowMark && drawn[0, 3].character == signs.rowMark)
    #expect(drawn[0, 1].character == " " && drawn[0, 4].character == " ")
    #expect(drawn.lines[0].filter { $0 == signs.columnMark }.count == 2)
  }

  @Test func inHalfBlocksTheWindowHasARampOfItsOwn() {
    var picture = image()
    picture.window = Heatmap.Window(rows: 1..<3, columns: 1..<3)
    let drawn = frame(picture, 5, 3)
    #expect(drawn[2, 1].style.background == .indexed(28))
    #expect(drawn[2, 1].style.foreground == frame(image(), 5, 3)[2, 1].style.foreground)
    #expect(drawn[4, 1].style == frame(image(), 5, 3)[4, 1].style)
  }

  /// Dark pixels in a window must not look like dark pixels outside it, on either ramp and background.
  @Test(arguments: ScreenCapabilities.Background.allCases) func windowColorsAreNoRampColors(
    background: ScreenCapabilities.Background
  ) throws {
    let capabilities = ScreenCapabilities(background: background)
    for scale in [ColorScale.gray(high: 1, capabilities), .diverging(limit: 1, capabilities)] {
      let numbers = scale.samples + [0]
      let ramp = Set(numbers.compactMap { scale.colorOrLowest(of: $0) })
      let window = Set(numbers.compactMap { scale.windowColor(of: $0) })
      #expect(ramp.isDisjoint(with: window) && !window.contains(scale.markColor) && !ramp.contains(scale.markColor))
    }
  }

  @Test func whatIsNotComputedIsADotAndNoZero() {
    let empty = PixelImage(rows: 2, columns: 2, values: [nil, 0, nil, 1], scale: .diverging(limit: 1))
    #expect(frame(empty, 5, 3).lines[1] == "  ·  ")
    let plain = PixelImage(rows: 2, columns: 2, values: [nil, 0, nil, 1], scale: .diverging(limit: 1, .plainest))
    #expect(frame(plain, 8, 3, .plainest).lines[1] == "   .  0 ")
    #expect(frame(plain, 8, 3, .plainest).lines[2] == "   . +9 ")
  }

  @Test func whatDoesNotFitIsScrolledToTheWindow() {
    let large = PixelImage(
      rows: 30, columns: 30, values: (0..<900).map { Float($0) / 900 }, scale: .gray(high: 1),
      window: Heatmap.Window(rows: 20..<23, columns: 25..<28))
    let drawn = frame(large, 11, 6)
    let signs = Signs.unicode
    #expect(drawn.lines.dropFirst().contains { $0.first == signs.rowMark })
    #expect(drawn.lines[0].filter { $0 == signs.columnMark }.count == 3)
    #expect(drawn[0, 1].character == signs.up && drawn[0, 5].character == signs.down)
  }

  @Test func marksAndTheCursorStandOnTheirPixels() {
    var picture = image()
    picture.marks = [Heatmap.Place(row: 0, column: 1): "*"]
    picture.cursor = Heatmap.Place(row: 2, column: 3)
    let drawn = frame(picture, 9, 5)
    #expect(drawn.lines[1] == "   **    ")
    #expect(drawn.lines[3].hasSuffix("[]"))
    #expect(drawn.cursor == Point(x: 7, y: 3))
  }

  @Test func drawsInEveryRectangle() {
    var picture = image()
    picture.padding = 2
    picture.window = Heatmap.Window(rows: -2..<1, columns: 3..<6)
    for mode in [ScreenCapabilities.full, ScreenCapabilities(colors: .sixteen), .plainest] {
      for width in 0...14 { for height in 0...10 { _ = frame(picture, width, height, mode) } }
    }
  }
}
