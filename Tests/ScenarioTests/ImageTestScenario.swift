import Autodiff
import NeuralNet
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// What a trained image classifier is looked at with: its worst mistakes, one of them from inside, and what a pixel
/// more makes of it.
@Suite struct ImageTestScenario {
  private func trained(epochs: Int = 3, size: Size = Size(width: 120, height: 36)) throws -> Learner {
    let learner = try Learner(lesson: "small-digits", size: size)
    for _ in 0..<epochs { try learner.press("a") }
    return learner
  }

  @Test func aMistakeIsPickedAndChangedPixelByPixel() throws {
    let learner = try trained()
    try learner.press("W")
    let test = try #require(learner.snapshot?.tests[.test])
    let worst = try #require(test.mistakes.first)
    #expect(learner.text.contains("\(test.mistakes.count) of \(test.testedCount) wrong"))
    #expect(learner.text.contains("#\(worst) is \(test.truths[worst])"))
    try learner.press("Enter")
    #expect(learner.state.focus.name == "image")
    let before = try #require(learner.snapshot?.image)
    #expect(before.predicted == test.predicted[worst] && before.predicted != test.truths[worst])
    let title = "test #\(worst) is \(test.truths[worst]): taken for \(before.predicted)"
    #expect(learner.text.contains(title))
    #expect(learner.text.contains("∂output \(before.predicted)/∂pixel"))
    #expect(before.saliency.contains { $0 != 0 })
    // The gradient says which pixel speaks most for the true class: painted there, its probability rises.
    let truth = test.truths[worst]
    for _ in 0...truth { try learner.press("}") }
    let followed = try #require(learner.snapshot?.image)
    #expect(followed.classIndex == truth && followed.saliency != before.saliency)
    let dark = before.request.pixels.indices.filter { before.request.pixels[$0] < 0.3 }
    let pixel = try #require(dark.max { followed.saliency[$0] < followed.saliency[$1] })
    #expect(followed.saliency[pixel] > 0)
    try learner.press("*")
    for _ in 0..<pixel / 8 { try learner.press("Down") }
    for _ in 0..<pixel % 8 { try learner.press("Right") }
    try learner.press("Space")
    let after = try #require(learner.snapshot?.image)
    #expect(after.request.pixels[pixel] == 1)
    #expect(after.request.pixels.indices.filter { after.request.pixels[$0] != before.request.pixels[$0] } == [pixel])
    #expect(after.output > followed.output && after.probabilities != before.probabilities)
    #expect(learner.text.contains("edited"))
    // Taken back, everything is as it was.
    try learner.press("C-r")
    #expect(learner.snapshot?.image?.probabilities == before.probabilities)
    // One level out is the gallery.
    try learner.press("Esc")
    #expect(learner.state.focus.name == "gallery")
    learner.expectInvariants()
  }

  /// A stroke of one's own is answered at once, and the run stays where it is.
  @Test func aDigitIsDrawn() throws {
    let learner = try trained()
    let (bits, commands) = (learner.bits, learner.commands.count)
    try learner.press("V C-u")
    let empty = try #require(learner.snapshot?.image)
    #expect(Set(empty.request.pixels) == [0])
    #expect(learner.text.contains("own drawing"))
    // A vertical stroke in the middle: pen down, six rows.
    try learner.press("Down Right Right Right _ Down Down Down Down Down _")
    let stroke = try #require(learner.snapshot?.image)
    for row in 1...6 {
      #expect(stroke.request.pixels[row * 8 + 3] == 1)
      #expect(stroke.request.pixels[row * 8 + 2] == 0.5 && stroke.request.pixels[row * 8 + 4] == 0.5)
    }
    #expect(stroke.request.pixels[0] == 0 && stroke.probabilities != empty.probabilities)
    #expect(stroke.predicted == 1, "a stroke is a 1: \(stroke.probabilities)")
    // A weaker brush, without the soft edge; erasing.
    try learner.press("* - - Right Right Space")
    #expect(learner.snapshot?.image?.request.pixels[6 * 8 + 5] == 0.5)
    try learner.press("Backspace")
    #expect(learner.snapshot?.image?.request.pixels[6 * 8 + 5] == 0)
    #expect(learner.bits == bits && learner.commands.count == commands, "drawing is no part of the run")
    learner.expectInvariants()
  }

  /// The confusion matrix leads to the pictures behind each of its numbers.
  @Test func aCellShowsItsSamples() throws {
    let learner = try trained(epochs: 2)
    try learner.press("8")
    let test = try #require(learner.snapshot?.tests[.test])
    #expect(learner.text.contains("test \(accuracy(test)): \(test.confusion.right) of \(test.testedCount)"))
    let counts = test.confusion.counts
    let (row, column) = try #require(
      (0..<10).flatMap { row in (0..<10).map { (row, $0) } }.first { $0 != $1 && counts[$0][$1] > 1 })
    for _ in 0..<row { try learner.press("Down") }
    for _ in 0..<column { try learner.press("Right") }
    try learner.press("Enter")
    #expect(learner.state.focus.name == "gallery")
    #expect(learner.text.contains("\(counts[row][column]) that are \(row), taken for \(column)"))
    for sample in test.samples(truth: row, predicted: column).prefix(2) {
      #expect(learner.text.contains("#\(sample) is \(row)"))
    }
    // Behind the last column a whole class.
    try learner.press("8 " + Array(repeating: "Right", count: 10).joined(separator: " ") + " Enter")
    #expect(learner.text.contains("that are \(row), taken for *"))
    // The other views are beside it.
    try learner.press("[")
    #expect(learner.snapshot?.tests[.train] != nil)
    learner.expectInvariants()
  }

  private func accuracy(_ test: ClassificationTest) -> String {
    NumberFormat().text(Double(test.confusion.right) / Double(test.testedCount), decimals: 3)
  }

  @Test func theGalleryWalksThroughItsPictures() throws {
    let learner = try trained(epochs: 1, size: Size(width: 80, height: 24))
    try learner.press("W ]")
    let test = try #require(learner.snapshot?.tests[.test])
    for key in ["Right", "Down", "PgDn", "Left", "Up", "PgUp", "Down", "Down", "Down"] {
      try learner.press(key)
      learner.expectInvariants("\(key)")
    }
    #expect(learner.frame.cursor != nil)
    // Enter opens the one that is marked.
    let row = try #require(learner.frame.cursor).y
    let column = try #require(learner.frame.cursor).x
    let marked = String(learner.lines[row].dropFirst(column))
    let sample = try #require(marked.split(separator: " ").first?.dropFirst()).description
    let index = try #require(Int(sample))
    #expect(index > 0)
    try learner.press("Enter")
    #expect(learner.text.contains("test #\(index) is \(test.truths[index]): taken for \(test.predicted[index])"))
    #expect(learner.snapshot?.image?.predicted == test.predicted[index])
  }

  /// Live: while the network learns, the mistakes become others.
  @Test func theGalleryFollowsTraining() throws {
    let learner = try Learner(lesson: "small-digits", size: Size(width: 120, height: 36), iterationsPerLook: 20)
    try learner.press("W Space")
    var seen: [Int] = []
    for _ in 0..<10 {
      learner.wait(looks: 1)
      if let test = learner.snapshot?.tests[.test], seen.last != test.completedIterations {
        seen.append(test.completedIterations)
      }
      learner.expectInvariants()
    }
    #expect(seen.count > 3)
    try learner.press("Space")
    let snapshot = try #require(learner.snapshot)
    #expect(snapshot.tests[.test]?.completedIterations == snapshot.completedIterations)
  }

  @Test func lessonsWithoutPicturesSaySo() throws {
    let learner = try Learner(lesson: "layers", size: Size(width: 120, height: 36))
    try learner.press("a W")
    #expect(learner.text.contains("A gallery shows classified"))
    #expect(learner.snapshot?.tests.isEmpty == true)
    try learner.press("V Space")
    #expect(learner.notice.contains("no pictures"))
    #expect(learner.snapshot?.image == nil)
    try learner.press("F4")
    #expect(learner.notice.contains("no convolutions"))
  }

  /// What only the image panel does is said elsewhere, and its keys do there what they always do.
  @Test func drawingKeysBelongToTheirPanel() throws {
    let learner = try trained(epochs: 0)
    let paint = try #require(CommandCatalog.all.first { $0.id == "image.paint" })
    guard case .disabled(let reason) = paint.availability(learner.state) else {
      Issue.record("painting works on the stage")
      return
    }
    #expect(reason.english.contains("image: V"))
    #expect(CommandCatalog.command(for: .character(" "))?.id == "play")
    #expect(CommandCatalog.command(for: .character(" "), in: .image)?.id == "image.paint")
    #expect(CommandCatalog.command(for: .character("n"), in: .image)?.id == "step.operation")
    try learner.press("V")
    #expect(learner.lines.last?.contains("Space paint") == true)
    try learner.press("2")
    #expect(learner.lines.last?.contains("Space play") == true)
  }
}
