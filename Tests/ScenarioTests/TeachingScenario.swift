import Autodiff
import Lessons
import Screen
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// Mistakes that are recognized, hints, scores, endless practice, the bug lab: keys in, screen out.
@Suite struct TeachingScenario {
  // MARK: The lesson's questions

  @Test func aWrongAnswerIsMetWithItsMistake() throws {
    let learner = try Learner(lesson: "backprop", size: Size(width: 120, height: 36))
    // Three questions further on stands the one about the slope of tanh.
    for answer in ["0.2", "-", "-1.0165"] {
      try learner.press("Q")
      learner.type(answer)
      try learner.press("Enter Esc")
    }
    try learner.press("Q")
    learner.type("1.5307")
    try learner.press("Enter")
    let said = learner.state.session?.answers[3]
    #expect(said?.wrongAnswers == 1)
    #expect(learner.text.contains("That is 1.531: the gradient as it arrived"), "\(learner.text)")
    #expect(learner.text.contains("derivative of tanh, (1 − 0.1974²) = 0.961, is missing."), "\(learner.text)")
  }

  @Test func aMatrixReadTheWrongWayIsNamed() throws {
    let learner = try Learner(lesson: "backprop", language: .chinese)
    try learner.press("Q")
    learner.type("0.8")
    try learner.press("Enter")
    #expect(learner.text.contains("hidden.weight 的行和"), "\(learner.text)")
  }

  @Test func hintsTellMoreAndMoreAndCost() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("Q ?")
    #expect(learner.text.contains("The weights of a unit stand in a column"))
    try learner.press("?")
    #expect(learner.text.contains("The formula: y = x · W + b"))
    try learner.press("?")
    #expect(learner.text.contains("features[0, 0] = 1"))
    try learner.press("?")
    #expect(learner.text.contains("There is no further hint."))
    learner.type("0.2")
    try learner.press("Enter")
    #expect(learner.state.answerRecords.map(\.points) == [0.25])
    #expect(learner.text.contains("0.25/1"), "\(learner.text)")
    try learner.press("Esc 7 7")
    #expect(learner.text.contains("Score: forward pass 0.25/1"), "\(learner.text)")
  }

  @Test func anAnswerIsRecordedOnce() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("Q")
    learner.type("3")
    try learner.press("Enter")
    #expect(learner.state.answerRecords.isEmpty)
    learner.type("1/5")
    try learner.press("Enter Enter")
    let records = learner.state.answerRecords
    #expect(records.count == 1 && records[0].isRight && records[0].wrongAnswers == 1 && records[0].skill == .forward)
  }

  // MARK: Practice

  /// What is asked for stands nowhere on the screen until it is answered; then it does.
  @Test(arguments: ["neuron", "layers", "backprop"], [Size(width: 80, height: 24), Size(width: 120, height: 36)])
  func theNumberIsHiddenUntilItIsAnswered(lesson: String, size: Size) throws {
    let learner = try Learner(lesson: lesson, size: size)
    for _ in 0..<9 {
      try learner.press("P")
      let asked = try #require(learner.state.practice?.address)
      let snapshot = try #require(learner.snapshot)
      #expect(!snapshot.isComputed(asked.slot) && snapshot.values(of: asked.slot) == nil)
      #expect(snapshot.explanation?.value == nil || snapshot.explanation?.address != asked)
      #expect(learner.text.contains("predict this number"))
      // Wrong twice, in a way that fits nothing.
      learner.type("123456")
      try learner.press("Enter")
      if learner.state.practice?.outcome.wrongAnswers == 0 {
        try learner.press("C-u +")
        try learner.press("Enter")
      }
      try learner.press("C-u")
      learner.type("654321")
      try learner.press("Enter")
      try learner.press("Esc")
      #expect(learner.state.overlay == nil && learner.state.practice == nil)
      #expect(learner.snapshot?.values(of: asked.slot) != nil)
      learner.expectInvariants()
    }
  }

  @Test func practiceKnowsTheMistakeToo() throws {
    let learner = try Learner(lesson: "backprop", size: Size(width: 120, height: 36))
    try learner.press("n n P")
    #expect(learner.text.contains("What is hidden.output[0, 0]?"))
    learner.type("0.8")
    try learner.press("Enter")
    #expect(learner.text.contains("what goes into tanh, not what comes out"), "\(learner.text)")
    learner.type("0.66")
    try learner.press("Enter")
    #expect(learner.text.contains("Right: 0.664") && learner.text.contains("tanh(0.800)"), "\(learner.text)")
    // Enter goes on with the next number; no key leads to a question that is answered already.
    try learner.press("Enter")
    #expect(learner.text.contains("What is output.output[0, 0]?"), "\(learner.text)")
    #expect(learner.state.answerRecords.map(\.skill) == [.forward])
  }

  @Test func anotherNumberAndAnotherKindCanBeChosen() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("n P Right")
    #expect(learner.text.contains("What is hidden.sum[0, 1]?"), "\(learner.text)")
    try learner.press("Tab")
    #expect(learner.text.contains("positive, negative or zero"))
    try learner.press("+ Enter")
    #expect(learner.text.contains("Right: positive (+)"), "\(learner.text)")
    // An update can be asked for its direction.
    try learner.press("Esc o o o P Tab Tab")
    #expect(learner.text.contains("go up or down?"), "\(learner.text)")
    #expect(learner.state.practice?.kind == .direction)
  }

  @Test func practiceCrossesTheEndOfAnIteration() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("i P")
    #expect(learner.moment == Moment(iteration: 1, position: 2))
    #expect(learner.text.contains("What is hidden.sum[0, 0]?"))
    try learner.press("Esc")
    #expect(learner.snapshot?.values(of: try #require(learner.state.cursor).slot) != nil)
  }

  // MARK: The bug lab

  /// Chooses a bug of the list and says that it is this one.
  private func name(_ bug: String, _ learner: Learner) throws {
    let index = try #require(BugCatalog.names.firstIndex(of: bug))
    try learner.press("X Home")
    for _ in 0..<index { try learner.press("Down") }
    try learner.press("Enter")
  }

  @Test(arguments: ["layers", "backprop"]) func aBugIsPlantedFoundAndNamed(lesson: String) throws {
    let learner = try Learner(lesson: lesson, size: Size(width: 120, height: 36))
    try learner.press("X")
    let planted = try #require(learner.state.session?.setup.plantedBug)
    #expect(learner.lines[0].contains("bug lab"))
    #expect(!learner.text.contains(planted.title.english))
    // Somewhere else, and another bug: both are refused, the latter with numbers.
    let other = try #require(BugCatalog.all.first { $0.name != planted.name })
    try learner.press("n n")
    try name(other.name, learner)
    #expect(learner.text.contains("Not that one."), "\(learner.text)")
    try learner.press("Esc")
    let program = try #require(learner.snapshot?.program)
    let places = program.instructions.indices.filter { planted.isPlace($0, in: program) }
    let elsewhere = try #require(program.instructions.indices.first { !places.contains($0) })
    for (place, isRight) in [(elsewhere, false), (try #require(places.last), true)] {
      try learner.press("Home")
      for _ in 0...place { try learner.press("n") }
      try name(planted.name, learner)
      #expect(learner.text.contains("That is planted") == !isRight, "\(learner.text)")
      #expect(learner.text.contains("Found.") == isRight, "\(learner.text)")
      try learner.press("Esc")
    }
    #expect(learner.state.answerRecords.map(\.prediction) == ["bug-\(planted.name)"])
    // The next is another one; undo leads back to the lesson's own run.
    try learner.press("X")
    #expect(learner.state.session?.setup.plantedBug.map { $0.name } != planted.name)
    try learner.press("z z")
    #expect(learner.state.session?.setup.plantedBug == nil)
    #expect(!learner.lines[0].contains("bug lab"))
  }

  /// The evidence fits the smallest and the usual screen, in both languages.
  @Test(arguments: [Size(width: 80, height: 24), Size(width: 60, height: 20)], Language.allCases)
  func whatIsSaidCanBeRead(size: Size, language: Language) throws {
    let learner = try Learner(lesson: "layers", size: size, language: language)
    try learner.press("X n")
    for bug in BugCatalog.names {
      try name(bug, learner)
      let feedback = try #require(learner.lines.first { $0.contains("✗") || $0.contains("▸") || $0.contains("✓") })
      #expect(!feedback.isEmpty)
      #expect(learner.lines.contains { $0.contains(language == .english ? "Enter: it is this one" : "Enter：就是它") })
      try learner.press("Esc")
    }
  }

  /// A change after which the bug makes no difference is possible, tells nothing, and is said when one is named.
  @Test func knobsTurnInTheLab() throws {
    let learner = try Learner(lesson: "layers")
    for _ in 0..<8 where learner.state.session?.setup.plantedBug?.name != "zero-weights" {
      try learner.press("z X")
    }
    try #require(learner.state.session?.setup.plantedBug?.name == "zero-weights")
    try learner.press("n p Home Enter")
    learner.type("0")
    try learner.press("Enter")
    #expect(learner.state.session?.setup.plantedBug == nil)
    #expect(!learner.notice.contains("zero"), "\(learner.notice)")
    try learner.press("X Enter")
    #expect(learner.text.contains("makes no difference any"), "\(learner.text)")
    try learner.press("Esc z")
    #expect(learner.state.session?.setup.plantedBug?.name == "zero-weights")
  }

  /// A lesson's questions are asked in its own run, without the bug.
  @Test func questionsAreAskedWithoutTheBug() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("X n n Q")
    #expect(learner.state.session?.setup.plantedBug == nil)
    #expect(learner.text.contains("question 1 of"))
  }
}
