import Foundation
import Screen
import Testing
import Workbench
import WorkbenchTestSupport

@Suite struct ScratchTests {
  @Test func dump() throws {
    for (type, steps, units, inputs) in [("recurrent", 8, 4, 1), ("recurrent", 200, 16, 1), ("lstm", 30, 8, 2), ("gru", 200, 6, 1)] {
      for (w, h) in [(80, 24), (120, 36)] {
        for (name, keys) in [
          ("fwd", "n n n n f f f n"), ("back", "o o o f f f f f f"), ("gather", "o o o o N N N N N"), ("prog", "1 n n n n f f f n"),
          ("w", "o o o f f f f ] ] ]"),
        ] {
          let learner = try Learner(sequences: type, steps: steps, units: units, inputs: inputs, size: Size(width: w, height: h))
          try learner.press(keys)
          try learner.text.write(toFile: "/tmp/rstage/\(type)\(steps)-\(name)-\(w).txt", atomically: true, encoding: .utf8)
        }
      }
    }
  }
}
