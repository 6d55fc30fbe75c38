import Autodiff
import Foundation
import Screen
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// A run stops where the learner has said: at an instruction, or when a condition becomes true; forwards
/// and back.
@Suite struct BreakpointScenario {
  /// Looks until the run stands still.
  private func wait(_ learner: Learner) {
    var looks = 0
    while learner.state.pace != nil, looks < 400 {
      learner.wait(looks: 1)
      looks += 1
    }
  }

  private func press(_ keys: String, _ learner: Learner) throws {
    try learner.press(keys)
    wait(learner)
  }

  private func add(_ condition: String, _ learner: Learner) throws {
    try learner.press("B a")
    learner.type(condition)
    try learner.press("Enter")
  }

  @Test func aBreakpointAtAnInstructionIsRunToBothWays() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("n n b")
    #expect(learner.notice == "Breakpoint after hidden1.sum; c and C run to it.")
    #expect(learner.lines.contains { $0.hasPrefix("│●") && $0.contains("hidden1.sum") })
    for iteration in 1...3 {
      try press("c", learner)
      #expect(learner.moment == Moment(iteration: iteration, position: 2))
      #expect(learner.notice == "at hidden1.sum in iteration \(iteration).")
    }
    let bits = learner.bits
    try press("c C", learner)
    #expect(learner.moment == Moment(iteration: 3, position: 2) && learner.bits == bits)
    try press("C", learner)
    try press("C", learner)
    try press("C", learner)
    #expect(learner.moment == Moment(iteration: 0, position: 2))
    try press("C", learner)
    #expect(learner.moment == .start)
    #expect(learner.notice == "No breakpoint is hit before: this is the start.")
    try learner.press("n n b")
    #expect(learner.notice == "No breakpoint after hidden1.sum any more.")
    #expect(!learner.lines.contains { $0.hasPrefix("│●") })
  }

  @Test func theProgramPanelsCursorSaysWhere() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("n 1 Down Down Down Down b")
    #expect(learner.lines.contains { $0.contains("●  loss") })
    // Run to the line under the cursor, forwards and back.
    try learner.press("Down Down t")
    #expect(learner.moment == Moment(iteration: 0, position: 7))
    try learner.press("Up Up Up t")
    #expect(learner.moment == Moment(iteration: 0, position: 4))
    try press("c", learner)
    #expect(learner.moment == Moment(iteration: 0, position: 5))
  }

  @Test func aConditionStopsTheRunWithItsNumbers() throws {
    let learner = try Learner(lesson: "layers")
    try add("loss < 0.5", learner)
    try learner.press("Esc")
    #expect(learner.lines.contains { $0.contains("?  loss") }, "the margin marks where it is looked at")
    try press("c", learner)
    let iteration = try #require(learner.moment).iteration
    #expect(
      learner.notice.hasPrefix("loss < 0.5: loss is 0.4") && learner.notice.hasSuffix("in iteration \(iteration)."))
    let loss = try #require(learner.snapshot?.program.loss.flatMap { learner.snapshot?.values(of: $0)?.first })
    #expect(loss < 0.5)
    // The same from the other side, with the same bits.
    let (moment, bits) = (learner.moment, learner.bits)
    try learner.press("n n C")
    wait(learner)
    #expect(learner.moment == moment && learner.bits == bits)
    try learner.press("B")
    #expect(learner.text.contains("1 loss < 0.5   2 hits"))
  }

  @Test func whatIsWrongIsShownUnderTheCharacter() throws {
    let learner = try Learner(lesson: "layers")
    try add("norm(hidden1.wieght) > 2", learner)
    let lines = learner.lines
    let row = try #require(lines.firstIndex { $0.contains("  norm(hidden1.wieght) > 2") && !$0.contains(">  ") })
    let column = try #require(lines[row].range(of: "hidden1.wieght")).lowerBound
    let carets = try #require(lines[row + 1].range(of: "^^^^^^^^^^^^^^")).lowerBound
    #expect(
      lines[row].distance(from: lines[row].startIndex, to: column)
        == lines[row + 1].distance(from: lines[row + 1].startIndex, to: carets))
    #expect(learner.text.contains("Column 6: found"))
    #expect(learner.commands.allSatisfy { if case .breakpoints = $0 { false } else { true } })
    // The text is still there to be put right.
    for _ in 0..<"wieght) > 2".count { try learner.press("BS") }
    learner.type("weight) > 2")
    try learner.press("Enter")
    #expect(learner.state.breakpoints.all.map(\.condition) == ["norm(hidden1.weight) > 2"])
  }

  @Test func theListTurnsOffEditsAndRemoves() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("n n b n b")
    try learner.press("B Space")
    #expect(learner.text.contains("○ 1 at hidden1.sum   off"))
    #expect(learner.state.breakpoints.all.map(\.isOn) == [false, true])
    try learner.press("Down Enter")
    learner.type(" and epoch == 2")
    try learner.press("Enter")
    #expect(learner.state.breakpoints.all[1].condition == "at hidden1.output and epoch == 2")
    try learner.press("d Esc")
    #expect(learner.state.breakpoints.all.count == 1)
    #expect(learner.lines.contains { $0.hasPrefix("│○") && $0.contains("hidden1.sum") })
    // All are off: the run goes on as it does without.
    try learner.press("c")
    #expect(learner.state.pace != nil)
    guard case .play(.fullSpeed) = learner.commands.last else {
      Issue.record("\(learner.commands)")
      return
    }
  }

  @Test func playingStopsTooAndAKeyInterruptsASearch() throws {
    let learner = try Learner(lesson: "layers", iterationsPerLook: 5)
    try add("epoch == 1", learner)
    try learner.press("Esc - - Space")
    wait(learner)
    let perEpoch = try #require(learner.snapshot?.batchesPerEpoch)
    #expect(learner.moment == Moment(iteration: perEpoch, position: 1))
    // Never again: a search that goes on until somebody pauses.
    try learner.press("c")
    learner.wait(looks: 3)
    #expect(learner.state.pace != nil && learner.text.contains("running"))
    try learner.press("Space")
    #expect(learner.state.pace == nil)
    let moment = learner.moment
    learner.wait(looks: 3)
    #expect(learner.moment == moment)
  }

  @Test func nanStandsAtTheCause() throws {
    let learner = try Learner(lesson: "backprop")
    try learner.press("p Enter")
    learner.type("1000")
    try learner.press("Enter")
    try add("nan", learner)
    try learner.press("Esc")
    try press("c", learner)
    let observation = try #require(learner.snapshot?.observations.first { $0.kind == .notFinite })
    #expect(learner.moment == observation.moment)
    #expect(learner.notice.hasPrefix("nan: \(observation.place) is "), "\(learner.notice)")
    try press("i i i C", learner)
    #expect(learner.moment == observation.moment)
  }

  @Test func breakpointsStayWhenTheRunBeginsAnew() throws {
    let learner = try Learner(lesson: "layers")
    try learner.press("n n b")
    try press("c r", learner)
    #expect(learner.state.breakpoints.all.map(\.hitCount) == [0])
    try press("c", learner)
    #expect(learner.moment == Moment(iteration: 0, position: 2))
    #expect(learner.state.breakpoints.all.map(\.hitCount) == [1])
  }

  @Test func inChinese() throws {
    let learner = try Learner(lesson: "layers", language: .chinese)
    try add("los > 2", learner)
    #expect(learner.text.contains("第 1 列") && learner.text.contains("何时停下"))
  }
}
