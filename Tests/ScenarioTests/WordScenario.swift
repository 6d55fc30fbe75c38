import Autodiff
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// A network that reads words: the word under the cursor letter by letter, one's own word, the worst mistakes.
@Suite struct WordScenario {
  private func trained(epochs: Int = 2, size: Size = Size(width: 80, height: 24)) throws -> Learner {
    let learner = try Learner(lesson: "small-words", size: size)
    for _ in 0..<epochs { try learner.press("a") }
    return learner
  }

  private func word(_ sample: Int, _ part: DataPart, _ learner: Learner) throws -> String {
    try #require(learner.state.session?.setup.data.word(sample, in: part))
  }

  @Test func theWordUnderTheCursorIsRead() throws {
    let learner = try trained(epochs: 1)
    try learner.press("n 2 Down Down K")
    let batch = try #require(learner.snapshot?.batchSamples)
    let snapshot = try #require(learner.snapshot)
    // Two rows down of eleven that a word has: still the first of the batch.
    let first = try word(batch[0], .train, learner)
    #expect(learner.text.contains("training #\(batch[0]) \(first) is "))
    let reading = try #require(snapshot.word)
    #expect(reading.letterCount == first.count)
    #expect(learner.text.contains("after \"\(first)\", letter \(first.count) of \(first.count)"))
    // Below each letter the probabilities, the highest marked.
    let lines = learner.lines
    let header = try #require(lines.firstIndex { line in first.allSatisfy { line.contains(" \($0) ") } })
    for (row, name) in ["English", "Polish", "Spanish"].enumerated() {
      let line = lines[header + 1 + row]
      #expect(line.contains(name))
      let shown = line.split(whereSeparator: { !"0123456789.".contains($0) }).compactMap { Double($0) }
      let expected = (0..<reading.letterCount).map { Double(reading.probabilities(after: $0)[row]) }
      #expect(shown.count == expected.count && zip(shown, expected).allSatisfy { abs($0 - $1) <= 0.0051 })
      #expect(line.count { $0 == learner.state.theme.signs.right } == reading.predicted.count { $0 == row })
    }
    // Another sample's row on the stage, another word.
    let third = try word(batch[2], .train, learner)
    try learner.press("2")
    for _ in 0..<22 { try learner.press("Down") }
    try learner.press("K")
    #expect(learner.text.contains("training #\(batch[2]) \(third) is "))
    learner.expectInvariants()
  }

  @Test func aTypedWordIsRead() throws {
    let learner = try trained()
    let (bits, commands) = (learner.bits, learner.commands.count)
    try learner.press("K Enter")
    #expect(learner.text.contains("Up to 11 letters of these:") && learner.text.contains("abcdefghijklmnopqrstuvwxyzá"))
    try learner.press("S z c z ę Enter")
    #expect(learner.text.contains("typed: szczę: taken for "))
    let reading = try #require(learner.snapshot?.word)
    #expect(reading.letterCount == 5 && reading.predicted.last == 1, "sz and cz are Polish: \(reading)")
    try learner.press("Left Left")
    #expect(learner.text.contains("after \"szc\", letter 3 of 5"))
    try learner.press("Left Left Left")
    #expect(learner.text.contains("after \"s\", letter 1 of 5"))
    // Going on in time, the answer follows.
    try learner.press("i")
    #expect(learner.snapshot?.word?.completedIterations == reading.completedIterations + 1)
    #expect(learner.snapshot?.word?.probabilities != reading.probabilities)
    try learner.press("I")
    #expect(learner.snapshot?.word?.probabilities == reading.probabilities)
    #expect(learner.bits == bits && learner.commands.count == commands + 2, "reading is no part of the run")
    // Back to the sample under the cursor.
    try learner.press("C-r")
    #expect(!learner.text.contains("typed:") && learner.text.contains("training #"))
    learner.expectInvariants()
  }

  @Test func whatCannotBeReadIsSaid() throws {
    let learner = try trained(epochs: 0)
    try learner.press("K Enter Enter")
    #expect(learner.notice == "Word: found no letter, needed 1 to 11.")
    try learner.press("ß")
    #expect(learner.notice.isEmpty && learner.text.contains("> ß"))
    try learner.press("Enter")
    #expect(learner.notice.hasPrefix("Word: found the letter \"ß\", needed letters that the data have: abc"))
    #expect(learner.text.contains("abcdefghijklmnopqrstuvwxyzá"), "the letters known stay in the box")
    try learner.press("Backspace " + Array(repeating: "a", count: 12).joined(separator: " ") + " Enter")
    #expect(learner.notice.contains("found 12 letters in \"aaaaaaaaaaaa\", needed at most 11"))
    try learner.press("Esc L")
    try learner.press("Enter ß Enter")
    #expect(learner.notice.contains("没有字母“ß”"))
    try learner.press("Esc")
    #expect(learner.text.contains("训练 #"))
    learner.expectInvariants()
  }

  @Test func mistakesLeadToTheirWords() throws {
    let learner = try trained(size: Size(width: 120, height: 36))
    try learner.press("W")
    let test = try #require(learner.snapshot?.tests[.test])
    let worst = try #require(test.mistakes.first)
    let names = ["English", "Polish", "Spanish"]
    let text = try word(worst, .test, learner)
    #expect(learner.text.contains("#\(worst) \(text) is \(names[test.truths[worst]])"))
    try learner.press("Enter")
    #expect(learner.state.focus == .word)
    let title = "test #\(worst) \(text) is \(names[test.truths[worst]]): taken for \(names[test.predicted[worst]])"
    try learner.press("K")
    #expect(learner.text.contains(title))
    try learner.press("K Esc")
    #expect(learner.state.focus == .gallery)
    // The word panel goes along with the gallery, and walks by itself.
    try learner.press("Down")
    let second = test.mistakes[1]
    #expect(learner.text.contains("test #\(second) \(try word(second, .test, learner)) is "))
    try learner.press("K Up")
    #expect(learner.text.contains("test #\(second - 1) \(try word(second - 1, .test, learner)) is "))
    // A cell of the confusion matrix leads to its words.
    try learner.press("8 Enter")
    #expect(learner.state.focus == .gallery && learner.text.contains("that are English, taken for English"))
    learner.expectInvariants()
  }

  /// Numbers of a word say which letter of which step they are.
  @Test func lettersAreNamed() throws {
    let learner = try trained(epochs: 0, size: Size(width: 120, height: 36))
    try learner.press("n Down Right Right")
    let sample = try #require(learner.snapshot?.batchSamples.first)
    let text = try word(sample, .train, learner)
    #expect(learner.text.contains("Sample \(sample), \"\(text)\": 1 if c is read in step 1."))
    try learner.press("8 ]")
    #expect(learner.text.contains("0 \(try word(0, .test, learner))"))
  }

  @Test func otherLessonsSaySo() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("K")
    #expect(learner.text.contains("This lesson's samples are no words."))
    #expect(learner.snapshot?.word == nil)
    try learner.press("Enter")
    #expect(learner.notice.contains("no words") && learner.state.overlay == nil)
    learner.expectInvariants()
  }
}
