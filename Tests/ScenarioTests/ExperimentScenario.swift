import Autodiff
import Lessons
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// A claim put to the test in the workbench: read, predict, run, see.
@Suite struct ExperimentScenario {
  private static let lessons = [
    "threshold", "self-recurrent", "layers", "loss", "backprop", "optimizers", "overfitting", "filters", "pooling",
  ]

  @Test(arguments: lessons) func predictRunAndSee(lesson: String) throws {
    let learner = try Learner(lesson: lesson)
    let experiment = try #require(learner.state.session?.lesson.experiments.first)
    let before = learner.bits
    try learner.press("M")
    #expect(learner.state.overlay == .experiment(0))
    #expect(learner.text.contains("Claim") && learner.text.contains("1  ") && !learner.text.contains("verdict"))
    // Other keys answer nothing and run nothing.
    try learner.press("x 7 0")
    #expect(!learner.text.contains("If it were right"))
    try learner.press("2")
    #expect(learner.text.contains("The claim ") && learner.text.contains("verdict"))
    try learner.press("Tab")
    for name in experiment.settingNames { #expect(learner.text.contains(String(name.prefix(6))), "\(name)") }
    try learner.press("Tab")
    #expect(learner.text.contains("[plot]"))
    try learner.press("Right Down Up PageDown PageUp S-Tab")
    try learner.press("Enter")
    #expect(learner.state.overlay == nil)
    // The lesson's own run has not moved.
    #expect(learner.moment == .start && learner.bits == before)
  }

  /// What was found stays: the question is asked once.
  @Test func openedAgainItIsThere() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("M 3")
    #expect(learner.text.contains("As you predicted."))
    try learner.press("Esc n n M")
    #expect(learner.text.contains("As you predicted."))
    try learner.press("Esc")
    let other = try Learner(lesson: "backprop")
    try other.press("M 1")
    #expect(other.text.contains("You predicted"))
  }

  @Test func aLessonWithoutOneSaysSo() throws {
    let learner = try Learner(lesson: "neuron")
    try learner.press("M")
    #expect(learner.state.overlay == nil && learner.notice.contains("no experiment"))
  }

  @Test func itSpeaksChinese() throws {
    let learner = try Learner(lesson: "optimizers", language: .chinese)
    try learner.press("M")
    #expect(learner.text.contains("说法"))
    try learner.press("2")
    #expect(learner.text.contains("与你的预测一致") && learner.text.contains("只部分成立"))
    try learner.press("Tab")
    #expect(learner.text.contains("表格"))
  }

  @Test func everySizeAndModeShowsIt() throws {
    for mode in VisualMode.allCases {
      let learner = try Learner(lesson: "backprop", capabilities: mode.capabilities)
      try learner.press("M")
      for page in ["", "2", "Tab", "Tab"] {
        try learner.press(page)
        for (width, height) in [(60, 20), (80, 24), (120, 36), (200, 60)] {
          learner.send(.resize(Size(width: width, height: height)))
          let frame = learner.frame
          #expect(frame.size == Size(width: width, height: height))
          // Signs of mathematics are put into ASCII by the terminal.
          let isPlain = frame.text.allSatisfy { $0.isNewline || ASCIIFallback.character($0) != "?" || $0 == "?" }
          if mode == .ascii { #expect(isPlain, "\(page) at \(width)") }
        }
      }
    }
  }
}
