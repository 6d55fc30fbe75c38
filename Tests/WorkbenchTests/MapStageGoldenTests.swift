import Autodiff
import Screen
import ScreenTestSupport
import Testing
import Workbench
import WorkbenchTestSupport

/// Pictures of the stage with images: convolution and pooling, both ways.
@Suite struct MapStageGoldenTests {
  struct Moment: Sendable, CustomTestStringConvertible {
    let name: String
    let keys: String
    var testDescription: String { name }
  }

  static let moments = [
    Moment(name: "convolution", keys: "n n Down Down Down Right Right"),
    Moment(name: "convolution-terms", keys: "n n n n s s s s"),
    Moment(name: "convolution-channels", keys: "n n n n n Down Right PageDown"),
    Moment(name: "kernel-gradient", keys: "o o o n n n n n n n n n n Down Right"),
    Moment(name: "kernel-gradient-terms", keys: "o o o n n n n n n n n n s s s"),
    Moment(name: "image-gradient", keys: "o o o n n n n n n n Down Right Right"),
    Moment(name: "maximum-pool", keys: "n n n n Down Right"),
    Moment(name: "maximum-pool-gradient", keys: "o o o n n n n n n n n Down Down Down Right Right Right"),
    Moment(name: "flatten-gradient", keys: "o o o n n n n Right Down"),
    Moment(name: "kernel-update", keys: "o o o o n"),
    Moment(name: "images", keys: "n Down Down Right Right S-Right"),
  ]

  private func frame(_ moment: Moment, _ columns: Int, _ rows: Int, _ mode: VisualMode = .full) throws -> Frame {
    let learner = try Learner(
      lesson: "maps", size: Size(width: columns, height: rows),
      capabilities: mode.capabilities)
    try learner.press(moment.keys)
    return learner.frame
  }

  @Test(arguments: moments) func inFullColor(moment: Moment) throws {
    for (columns, rows) in [(80, 24), (120, 36)] {
      expectGolden(try frame(moment, columns, rows), "maps-\(moment.name)-\(columns)x\(rows)")
    }
  }

  @Test(arguments: moments, [VisualMode.sixteen, .mono, .ascii]) func withLess(moment: Moment, mode: VisualMode) throws
  {
    expectGolden(try frame(moment, 120, 36, mode), "maps-\(moment.name)-120x36-\(mode)")
  }
}
