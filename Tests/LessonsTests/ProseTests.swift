import Lessons
import TensorMath
import Testing

struct ProseTests {
  @Test func blocksAndStyles() {
    let prose = Prose(
      markdown: """
        # One *neuron*

        Press `n` **twice**,
        then look.

            x · w

        - a
        - b

        3. c

        > said

        ---
        """)
    #expect(
      prose.blocks == [
        .heading(level: 1, [ProseSpan("One "), ProseSpan("neuron", .emphasis)]),
        .paragraph([
          ProseSpan("Press "), ProseSpan("n", .code), ProseSpan(" "), ProseSpan("twice", .strong),
          ProseSpan(", then look."),
        ]),
        .code("x · w"),
        .list(start: nil, items: [[.paragraph([ProseSpan("a")])], [.paragraph([ProseSpan("b")])]]),
        .list(start: 3, items: [[.paragraph([ProseSpan("c")])]]), .quote([.paragraph([ProseSpan("said")])]), .rule,
      ])
    #expect(prose.headingCount == 1)
  }

  @Test func chineseLinesAreJoinedWithoutASpace() {
    #expect(Prose(markdown: "一个\n神经元").blocks == [.paragraph([ProseSpan("一个神经元")])])
    #expect(Prose(markdown: "one\nneuron").blocks == [.paragraph([ProseSpan("one neuron")])])
  }

  @Test func htmlIsShownAsItIsWritten() {
    #expect(Prose(markdown: "a <b>c</b>").blocks == [.paragraph([ProseSpan("a <b>c</b>")])])
    #expect(Prose(markdown: "<div>\nx\n</div>").blocks == [.paragraph([ProseSpan("<div>\nx\n</div>")])])
  }

  @Test func linksAreTheirTextAndEscapeSequencesAreNot() {
    #expect(Prose(markdown: "[here](http://x.org)").blocks == [.paragraph([ProseSpan("here")])])
    #expect(Prose(markdown: "\u{1b}[31mred").blocks == [.paragraph([ProseSpan("\u{FFFD}[31mred")])])
  }

  @Test func noTextIsTooOdd() {
    var random = RandomSource(seed: 3)
    let alphabet = Array("#*_`>-+1.[]()<!\\ \n\tab中\u{0}&;")
    for _ in 0..<2000 {
      _ = Prose(
        markdown: String((0..<random.integer(below: 120)).map { _ in alphabet[random.integer(below: alphabet.count)] }))
    }
    for text in [
      "", "\n", "\u{0}", String(repeating: ">", count: 5000), String(repeating: "*a", count: 5000),
      String(repeating: "[", count: 5000),
    ] {
      _ = Prose(markdown: text)
    }
  }

  /// For screen readers: what is said, without the signs of styles.
  @Test func plainTextHasNoMarks() {
    let text = "# Hello\n\n**Ten** points, press `n`.\n\n    a = b\n\n- one\n- *two*\n\n1. first\n"
    #expect(
      Prose(markdown: text).plainLines == [
        "Hello", "", "Ten points, press n.", "", "    a = b", "", "- one", "- two", "", "1. first",
      ])
  }
}
