import Screen
import Testing

@Suite struct ScreenTextTests {
  private var frame: Frame {
    var frame = Frame(size: Size(width: 12, height: 2))
    frame.put("ab", x: 0, y: 0, style: Style(foreground: .indexed(208), .bold))
    frame.put("中", x: 3, y: 0, style: Style(background: .indexed(25)))
    frame.put("∂×<&", x: 0, y: 1, style: Style(foreground: .indexed(12), .reverse))
    return frame
  }

  @Test func plainTextHasNoStyles() {
    #expect(ScreenText.plain(frame) == "ab 中\n∂×<&\n")
  }

  @Test func ansiWith256Colors() {
    let lines = ScreenText.ansi(frame).split(separator: "\n")
    #expect(lines[0] == "\u{1B}[0;1;38;5;208mab\u{1B}[0m \u{1B}[0;48;5;25m中\u{1B}[0m       ")
    #expect(lines[1].hasPrefix("\u{1B}[0;7;94m∂×<&"))
  }

  @Test func ansiWithFewerColorsLeavesOutWhatIsNotThere() {
    let sixteen = ScreenText.ansi(frame, ScreenCapabilities(colors: .sixteen))
    #expect(!sixteen.contains("38;5"))
    #expect(sixteen.contains("94m"))
    let mono = ScreenText.ansi(frame, .plainest)
    #expect(!mono.contains("94m"))
    #expect(mono.contains("\u{1B}[0;7mdx<&"))
    #expect(mono.utf8.allSatisfy { $0 < 128 })
  }

  @Test func pictureIsXMLWithColorsAndTitle() {
    let svg = ScreenPicture(title: "a < b").svg(frame)
    #expect(svg.contains("<title>a &lt; b</title>"))
    #expect(svg.contains("fill=\"#ff8700\""))
    #expect(svg.contains(">∂</text>"))
    #expect(svg.contains(">&lt;&amp;</text>"))
    // The wide character stands at its own column, two columns wide ground below it.
    #expect(svg.contains("<rect x=\"24\" y=\"0\" width=\"16\""))
    #expect(svg.contains("<text x=\"24\" y=\"13\""))
  }

  @Test func picturesDrawLinesBlocksAndBrailleAsShapes() {
    let svg = ScreenPicture().svg(Frame(lines: ["┌═▀▄▃⣿▘"]))
    #expect(!svg.contains("<text"))
    #expect(svg.split(separator: "\n").filter { $0.hasPrefix("<path") }.count == 7)
  }

  @Test func everyThemeSignHasAnASCIILikeness() {
    for character in "−·×∂∇Σ→▶✓✗●…‖┌─╗█⣿" {
      #expect(ASCIIFallback.character(character).isASCII)
      #expect(ASCIIFallback.character(character) != "?")
    }
    #expect(ASCIIFallback.character("梯") == "?")
  }
}
