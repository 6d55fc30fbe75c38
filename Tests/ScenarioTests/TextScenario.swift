import Datasets
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// Networks that read and write texts: one's own text, the worst mistakes, what is written and how.
@Suite struct TextScenario {
  private func learner(_ lesson: String, iterations: Int, size: Size = Size(width: 120, height: 36)) throws -> Learner {
    let learner = try Learner(lesson: lesson, size: size)
    for _ in 0..<iterations { try learner.press("i") }
    return learner
  }

  private func vocabulary(_ learner: Learner) throws -> Vocabulary {
    try #require(learner.state.session?.setup.data.train.tokens).told.vocabulary
  }

  /// Types a text of one's own into the panel that reads and writes.
  private func type(_ text: String, _ learner: Learner) throws {
    try learner.press("K Enter")
    learner.type(text)
    try learner.press("Enter")
  }

  @Test func aSentenceOfOnesOwn() throws {
    let learner = try learner("sentiment", iterations: 3)
    let (bits, commands) = (learner.bits, learner.commands.count)
    try type("the film was not dull .", learner)
    #expect(learner.text.contains("typed: the film was not dull.: taken for "))
    let reading = try #require(learner.snapshot?.text)
    #expect(reading.attended.count == 6 && reading.classProbabilities.count == 2)
    // The bars are the numbers of the reading.
    for (name, probability) in zip(["negative", "positive"], reading.classProbabilities) {
      let shown = NumberFormat().text(probability, width: 5)
      #expect(learner.lines.contains { $0.contains(name) && $0.contains(shown) }, "\(name) \(shown)")
    }
    #expect(learner.bits == bits && learner.commands.count == commands, "reading is no part of the run")
    try learner.press("%")
    #expect(learner.notice == "Here nothing is written: a class is told.")
    learner.expectInvariants()
  }

  @Test func whatCannotBeReadIsSaid() throws {
    let learner = try learner("names", iterations: 0)
    try type("ma7a", learner)
    #expect(learner.notice.hasPrefix("Text: letter \"7\" is not in the vocabulary, needed one of "))
    #expect(learner.text.contains("> ma7a"), "the box stays")
    try learner.press("Esc L Enter")
    learner.type("ma7a")
    try learner.press("Enter")
    #expect(learner.notice.hasPrefix("文本：词表里没有字母“7”"))
    try learner.press("Esc Enter")
    learner.type("abcdefghijklmnop")
    try learner.press("Enter")
    #expect(learner.notice.contains("有 16 个字母，最多 11 个"))
    learner.expectInvariants()
  }

  /// The panel leads from the worst mistakes to their texts; where sequences are written there is no gallery.
  @Test func mistakesLeadToTheirTexts() throws {
    let learner = try learner("topics", iterations: 5)
    try learner.press("W")
    let test = try #require(learner.snapshot?.tests[.test])
    let session = try #require(learner.state.session)
    guard case .texts(let texts) = session.setup.data.raw else { throw NoTexts() }
    for sample in test.mistakes.prefix(2) {
      let words = texts.text(session.setup.data.testExamples[sample]).split(separator: " ").prefix(3)
      #expect(learner.text.contains("#\(sample) is \(session.setup.data.train.classNames[test.truths[sample]])"))
      #expect(learner.text.contains(words.joined(separator: " ")))
    }
    try learner.press("Down Enter")
    #expect(learner.state.focus == .word)
    #expect(learner.text.contains("test #\(test.mistakes[1]): "))
    try learner.press("Esc")
    #expect(learner.state.focus == .gallery, "back to where the text was chosen")
    try learner.press("8 Enter")
    #expect(learner.state.focus == .gallery && learner.text.contains("that are animal, taken for animal"))
    learner.expectInvariants()
    let writer = try self.learner("names", iterations: 1)
    try writer.press("W")
    #expect(writer.text.contains("A gallery shows classified pictures, words or texts"))
  }

  private struct NoTexts: Error {}

  /// One token more or less, another draw, a beam; every place has its bars.
  @Test func aNameIsWritten() throws {
    let learner = try learner("names", iterations: 30)
    let vocabulary = try vocabulary(learner)
    try type("jo", learner)
    let greedy = try #require(learner.snapshot?.text)
    #expect(greedy.request.tokens.map { vocabulary.text(of: $0) } == ["j", "o"])
    #expect(learner.text.contains("▸ jo" + greedy.written.map { vocabulary.text(of: $0) }.joined()))
    let best = try #require(greedy.probabilities.last?.max())
    #expect(learner.text.contains(NumberFormat().text(best, width: 5)), "the last place's bars")
    let count = greedy.written.count + 2
    for _ in greedy.written.dropFirst() { try learner.press("Left") }
    let first = try #require(greedy.probabilities.first)
    #expect(learner.text.contains("letter 3 of \(count) could be"))
    #expect(learner.text.contains(NumberFormat().text(try #require(first.max()), width: 5)))
    // What was typed was expected more or less, too: the o behind the j as much as where j alone is gone on with.
    try learner.press("Left")
    let given = greedy.given[1][greedy.request.tokens[1]]
    #expect(
      learner.text.contains(
        "letter 2 of \(count) could be; o, which is given: \(NumberFormat().text(Double(given), decimals: 3))"))
    let timeline = try Timeline(try #require(learner.state.session).setup)
    timeline.run(iterations: 30)
    let alone = try #require(timeline.reading(TextRequest(tokens: [greedy.request.tokens[0]], most: 0)))
    #expect(alone.probabilities.last == greedy.given[1])
    try learner.press("|")
    // One token at a time.
    try learner.press("< <")
    #expect(learner.snapshot?.text?.written == greedy.written.dropLast(2))
    #expect(learner.text.contains("the letter that would come next"))
    try learner.press(">")
    #expect(learner.snapshot?.text?.written == greedy.written.dropLast(1))
    try learner.press("|")
    #expect(learner.snapshot?.text?.written == greedy.written)
    // Drawn: another draw, another name; back to the first seed, the first name.
    try learner.press("*")
    let drawn = try #require(learner.snapshot?.text)
    #expect(drawn.request.decoding.rule == .sample && drawn.request.decoding.seed == 1)
    var names: Set<[Int]> = [drawn.written]
    for _ in 0..<6 {
      try learner.press("*")
      names.insert(try #require(learner.snapshot?.text).written)
    }
    #expect(names.count > 3)
    try learner.press("+")
    #expect(learner.snapshot?.text?.request.decoding.temperature == 1.25)
    try learner.press("%")
    learner.expectInvariants()
  }

  /// Without a choice it begins where names begin; a sample that is chosen is read to its end.
  @Test func aNameIsWrittenFromTheBeginning() throws {
    let learner = try learner("names", iterations: 30)
    try learner.press("K")
    let reading = try #require(learner.snapshot?.text)
    #expect(reading.request.tokens.isEmpty && reading.given.isEmpty && !reading.written.isEmpty)
    #expect(learner.text.contains("from the beginning, <"))
    try learner.press("Down")
    let sample = try #require(learner.snapshot?.text)
    #expect(sample.request.tokens.count > 1 && sample.given.count == sample.request.tokens.count)
    learner.expectInvariants()
  }

  /// The alignment on the screen is that of the reading: a row for each sound, a column for each letter.
  @Test func aWordIsPronounced() throws {
    let learner = try learner("pronounce", iterations: 4)
    try type("knit", learner)
    let reading = try #require(learner.snapshot?.text)
    #expect(reading.alignment.allSatisfy { $0.count == 4 })
    #expect(learner.text.contains("typed: knit →"))
    #expect(learner.text.contains("rows written, columns read"))
    let before = reading.alignment
    try learner.press("i")
    #expect(learner.snapshot?.text?.completedIterations == 5)
    try learner.press("I")
    #expect(learner.snapshot?.text?.alignment == before, "back in time, the alignment of then")
    learner.expectInvariants()
  }
}
