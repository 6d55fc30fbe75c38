import Autodiff
import Datasets
import Screen
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// The batch that is loaded, where samples are tokens: letters and words, never their numbers.
struct TokenBatchStageTests {
  /// Features and targets of the first sample, from the numbers that the run was given.
  private func firstSample(_ learner: Learner) throws -> (tokens: [String], target: [Float]) {
    let snapshot = try #require(learner.snapshot)
    let texts = try #require(learner.state.session?.setup.data.train.tokens)
    let features = try #require(snapshot.program.inputs.first)
    let targets = try #require(snapshot.program.inputs.dropFirst().first)
    let numbers = try #require(snapshot.values(of: features)).prefix(texts.positionCount)
    let batch = snapshot.program[features].shape.dimensions[0]
    let told = try #require(snapshot.values(of: targets))
    return (
      numbers.enumerated().map { texts.text(of: $1, at: $0) }, Array(told.prefix(told.count / batch))
    )
  }

  @Test(arguments: ["names", "pronounce"]) func whatIsToldStandsUnderWhatIsRead(lesson: String) throws {
    let learner = try Learner(lesson: lesson, size: Size(width: 200, height: 60))
    try learner.press("n")
    let (tokens, target) = try firstSample(learner)
    let texts = try #require(learner.state.session?.setup.data.train.tokens)
    let row = try #require(learner.lines.firstIndex { $0.contains(" 0 ") && $0.contains("▸  0") })
    let (read, told) = (Array(learner.lines[row]), Array(learner.lines[row + 1]))
    // From column to column, each token over what is to be told after it.
    var column = try #require(read.firstIndex { $0 == "0" }) + " 0 told ".count - 1
    #expect(String(told).contains("told"))
    let first = texts.positionCount - texts.told.length
    for (position, token) in tokens.enumerated() {
      column = try #require(read[column...].firstIndex { $0 != " " })
      #expect(String(read[column...].prefix(token.count)) == token)
      if position >= first {
        let number = target[position - first]
        let expected = number < 0 ? "·" : texts.text(of: number, at: position)
        #expect(String(told[column...].prefix(expected.count)) == expected, "position \(position)")
      }
      column += token.count
    }
  }

  @Test func aSentenceStandsWithItsClass() throws {
    let learner = try Learner(lesson: "sentiment", size: Size(width: 200, height: 60))
    try learner.press("n")
    let (tokens, target) = try firstSample(learner)
    let name = try #require(learner.state.session?.setup.data.train.classNames[Int(target[0])])
    let sentence = tokens.filter { $0 != "·" }.joined(separator: " ")
    #expect(learner.text.contains("▸  0 \(name) \(sentence)"))
    #expect(learner.text.contains("position 0 \"\(tokens[0])\""))
    // The cursor goes from word to word, and to another sentence.
    try learner.press("Right Right")
    #expect(learner.text.contains("position 2 \"\(tokens[2])\""))
    try learner.press("Down")
    #expect(learner.text.contains("sample 1 of 0–31 · position 2"))
    #expect(learner.text.contains("▸  1"))
  }

  /// Whichever position is looked at is in sight, in a narrow terminal too.
  @Test func theCursorsTokenIsInSight() throws {
    let learner = try Learner(lesson: "long-range", size: Size(width: 80, height: 24))
    try learner.press("n")
    let tokens = try firstSample(learner).tokens
    for position in 1..<tokens.count {
      try learner.press("Right")
      #expect(learner.text.contains("position \(position) \"\(tokens[position])\""))
      let cursor = try #require(learner.frame.cursor)
      let line = Array(learner.lines[cursor.y])
      #expect(String(line[cursor.x]) == tokens[position], "position \(position)")
    }
    #expect(learner.text.contains("from position"))
  }

  /// Random numbers of a mask are drawn as numbers.
  @Test func otherInputsAreTables() throws {
    let learner = try Learner(lesson: "topics", size: Size(width: 200, height: 60))
    try learner.press("n")
    #expect(learner.text.contains("class"))
    let random = try #require(learner.snapshot?.program.slot(named: "blanks.random"))
    try learner.press("] ]")
    #expect(learner.state.cursor?.slot == random.id)
    #expect(learner.text.contains("blanks.random"))
  }

  /// What was pooled has a row for each sample: the pictures are of the sample that is asked about.
  @Test func thePicturesAreOfTheSampleUnderTheCursor() throws {
    let learner = try Learner(lesson: "sentiment", size: Size(width: 200, height: 60))
    try learner.press("g g g g g")
    #expect(learner.questionName == "pool.output[19, 0]")
    #expect(learner.text.contains("sample 19 of 0–31"), "\(learner.text)")
  }
}
