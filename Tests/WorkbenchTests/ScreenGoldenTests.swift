import Autodiff
import Screen
import ScreenTestSupport
import Testing
import Workbench
import WorkbenchTestSupport

/// Pictures of the whole screen at moments of the first lessons: every moment at three sizes in 256
/// colors, 16, none, and ASCII.
@Suite struct ScreenGoldenTests {
  struct Moment: Sendable, CustomTestStringConvertible {
    let name: String
    let lesson: String?
    let keys: String
    var language = Language.english
    var testDescription: String { name }
  }

  static let moments = [
    Moment(name: "start", lesson: "neuron", keys: ""),
    Moment(name: "affine", lesson: "layers", keys: "n n"),
    Moment(name: "activation", lesson: "neuron", keys: "n n n"),
    Moment(name: "loss", lesson: "backprop", keys: "o o o"),
    Moment(name: "backward", lesson: "backprop", keys: "o o o n n n Enter Down"),
    Moment(name: "adam", lesson: "backprop", keys: "5 Down Right Right Right Right Right Right 2 i i o o o o n"),
    Moment(name: "surface", lesson: "neuron", keys: "a a 8"),
    Moment(name: "loss-surface", lesson: "optimizers", keys: "a a 8 8 ["),
    Moment(name: "response", lesson: "threshold", keys: "8 8"),
    Moment(name: "experiment-plot", lesson: "optimizers", keys: "M 2 Tab Tab"),
    Moment(name: "what-if", lesson: "backprop", keys: "o o o n n E Left Down Down Down Enter"),
    Moment(name: "batch", lesson: "layers", keys: "a o o o n n n n n T Down"),
    Moment(name: "gradients", lesson: "layers", keys: "a a H Down"),
    Moment(name: "gallery", lesson: "small-digits", keys: "a W Down"),
    Moment(name: "image", lesson: "small-digits", keys: "a W Enter Down Right Right Space"),
    Moment(name: "feature-maps", lesson: "small-digits", keys: "a W Enter ]"),
    Moment(name: "confusion", lesson: "small-digits", keys: "a 8 Down Right Right"),
    Moment(name: "word", lesson: "small-words", keys: "a a K Down Left Left"),
    Moment(name: "word-gallery", lesson: "small-words", keys: "a W Down"),
    Moment(name: "forecast", lesson: "small-forecast", keys: "a a a a a U"),
    Moment(name: "forecast-zoomed", lesson: "small-forecast", keys: "a a a a a U U ] Left Left"),
    Moment(name: "observations", lesson: "layers", keys: "p Down Down Down Enter 3 0 Enter a a 9 Down Down"),
  ]

  static let boxes = [
    Moment(name: "list", lesson: nil, keys: ""),
    Moment(name: "help", lesson: "neuron", keys: "?"),
    Moment(name: "palette", lesson: "neuron", keys: ": k n o b"),
    Moment(name: "breakpoints", lesson: "layers", keys: "n n b n n n b B Space"),
    Moment(name: "condition-error", lesson: "layers", keys: "B Enter n o r m ( h i d d e n 1 ) > 2 Enter"),
    Moment(name: "condition-error-chinese", lesson: "layers", keys: "B Enter l o s > 2 Enter", language: .chinese),
    Moment(name: "prediction", lesson: "neuron", keys: "Q - Enter"),
    Moment(name: "experiment", lesson: "optimizers", keys: "M"),
    Moment(name: "experiment-verdict", lesson: "optimizers", keys: "M 1"),
    Moment(name: "experiment-table", lesson: "overfitting", keys: "M 1 Tab"),
    Moment(name: "chinese-experiment", lesson: "layers", keys: "M 2", language: .chinese),
    Moment(name: "word-problem", lesson: "small-words", keys: "K Enter s t r a ß e Enter"),
    Moment(name: "chinese-word", lesson: "small-words", keys: "a K", language: .chinese),
    Moment(name: "mistake", lesson: "backprop", keys: "Q ? 0 . 8 Enter"),
    Moment(name: "practice", lesson: "backprop", keys: "n n P ? 0 . 8 Enter"),
    Moment(name: "bug-lab", lesson: "layers", keys: "X n n n X Down Enter"),
    Moment(name: "chinese", lesson: "layers", keys: "n n Enter", language: .chinese),
    Moment(name: "chinese-list", lesson: nil, keys: "", language: .chinese),
  ]

  private func frame(_ moment: Moment, _ columns: Int, _ rows: Int, _ mode: VisualMode = .full) throws -> Frame {
    let learner = try Learner(
      lesson: moment.lesson, size: Size(width: columns, height: rows), capabilities: mode.capabilities,
      language: moment.language)
    try learner.press(moment.keys)
    return learner.frame
  }

  @Test(arguments: moments) func inFullColor(moment: Moment) throws {
    for (columns, rows) in [(60, 20), (80, 24), (120, 36)] {
      expectGolden(try frame(moment, columns, rows), "\(moment.name)-\(columns)x\(rows)")
    }
  }

  @Test(arguments: moments, [VisualMode.sixteen, .mono, .ascii]) func withLess(moment: Moment, mode: VisualMode) throws
  {
    for (columns, rows) in [(60, 20), (80, 24), (120, 36)] {
      expectGolden(try frame(moment, columns, rows, mode), "\(moment.name)-\(columns)x\(rows)-\(mode)")
    }
  }

  @Test(arguments: boxes) func boxesAndLists(moment: Moment) throws {
    expectGolden(try frame(moment, 80, 24), "\(moment.name)-80x24")
  }

  @Test func theWholeWorkbenchOnALargeScreen() throws {
    expectGolden(try frame(Moment(name: "", lesson: "layers", keys: "a a n n n"), 200, 60), "workbench-200x60")
  }
}
