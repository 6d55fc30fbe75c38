import Autodiff
import Screen
import ScreenTestSupport
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// Recurrent layers on the screen: the folded program, the unrolled chain forwards, the gradient backwards.
@Suite struct TimeStageTests {
  private func program(_ learner: Learner) -> [String] {
    learner.lines.dropFirst().map { String($0.prefix(26)) }
  }

  // MARK: Program

  @Test func twoHundredTimeStepsFitIntoOneScreen() throws {
    let learner = try Learner(sequences: "lstm", steps: 200)
    try learner.press("1 n n n n n f f f n n n")
    let lines = program(learner)
    #expect(lines.contains { $0.contains("✓ ▸ steps 0–1") })
    #expect(lines.contains { $0.contains("✓ ▸ step 2") })
    #expect(lines.contains { $0.contains("   ▾ step 3") })
    #expect(lines.contains { $0.contains("✓   sums") })
    #expect(lines.contains { $0.contains("✓   input_gate") })
    #expect(lines.contains { $0.contains("▶   forget_gate") })
    #expect(lines.contains { $0.contains("    candidate") })
    try learner.press("f")
    #expect(program(learner).contains { $0.contains("  ▸ steps 5–199") })
    // Backwards the last step comes first.
    try learner.press("o o o f f f f")
    #expect(program(learner).contains { $0.contains("✓ ▸ step 199") || $0.contains("▸ steps 199–") })
    #expect(program(learner).contains { $0.contains("–0 ") && $0.contains("▸ steps") })
  }

  @Test func whatIsFoldedOpensAndClosesAndEnterRunsToItsEnd() throws {
    let learner = try Learner(sequences: "lstm", steps: 40)
    try learner.press("1 n n n n n f f f")
    // Down to the steps to come; open them, and the second of them.
    try learner.press("Down Down")
    #expect(learner.lines.contains { $0.contains("▸ steps 4–39") })
    try learner.press("Right")
    #expect(!learner.lines.contains { $0.contains("steps 4–39") })
    #expect(learner.lines.contains { $0.contains("▸ step 5") })
    try learner.press("Down Right")
    #expect(learner.lines.contains { $0.contains("▾ step 5") })
    try learner.press("Left")
    #expect(learner.lines.contains { $0.contains("▸ step 5") })
    try learner.press("Enter")
    let instruction = try #require(learner.snapshot.flatMap { $0.program.instructions[$0.moment.position - 1] })
    let next = try #require(learner.snapshot.flatMap { $0.program.instructions[$0.moment.position] })
    #expect(instruction.timeStep == 5 && next.timeStep == 6)
  }

  @Test func aSearchUnfoldsItsHit() throws {
    let learner = try Learner(sequences: "lstm", steps: 40)
    try learner.press("n /")
    learner.type("step17.forget_gate")
    try learner.press("Enter")
    #expect(learner.lines.contains { $0.contains("▾ step 17") })
    #expect(learner.lines.contains { $0.contains("forget_gate") })
  }

  @Test func aGateOfSeveralOperationsFolds() throws {
    let learner = try Learner(sequences: "gru", steps: 40)
    try learner.press("1 n n n n f f f n n n")
    #expect(program(learner).contains { $0.contains("    ▸ candidate") })
    try learner.press("n")
    #expect(program(learner).contains { $0.contains("    ▾ candidate") })
    #expect(program(learner).contains { $0.contains("▶     offered") })
    #expect(program(learner).contains { $0.contains("      passed") })
  }

  @Test func outLeadsFromTheGateToTheStepToTheLayerAndBack() throws {
    let learner = try Learner(sequences: "gru", steps: 5)
    try learner.press("n n n n f f n n n n")
    func place() -> [String]? { learner.snapshot.flatMap { $0.program.instructions[$0.moment.position - 1].scope } }
    #expect(place() == ["memory", "step 2", "candidate"])
    let start = learner.moment
    try learner.press(")")
    #expect(learner.questionName == "memory.step2.candidate[0, 0]")
    try learner.press(")")
    #expect(learner.questionName == "memory.step2.state[0, 0]")
    try learner.press(")")
    #expect(learner.questionName == "memory.output[0, 0]")
    try learner.press("( ( (")
    #expect(learner.snapshot.map { $0.moment.position < (start?.position ?? 0) } == true)
  }

  // MARK: Stage

  struct Moment: Sendable, CustomTestStringConvertible {
    let name: String
    let type: String
    let steps: Int
    let keys: String
    var inputs = 1
    var units = 4
    var testDescription: String { name }
  }

  static let moments = [
    Moment(name: "recurrent", type: "recurrent", steps: 8, keys: "n n n n f f f n n"),
    Moment(name: "recurrent-long", type: "recurrent", steps: 200, keys: "n n n n f f f f n n Down Left", units: 16),
    Moment(name: "lstm", type: "lstm", steps: 30, keys: "n n n n n f f f f n n n n", inputs: 2, units: 8),
    Moment(name: "gru", type: "gru", steps: 12, keys: "n n n n f f f n n n n n"),
    Moment(name: "recurrent-gradient", type: "recurrent", steps: 30, keys: "o o o f f f f f f f f"),
    Moment(name: "lstm-gradient", type: "lstm", steps: 30, keys: "o o o f f f f f f f f f"),
    Moment(name: "recurrent-weight", type: "recurrent", steps: 12, keys: "o o o f f f f f f [ [ Right Down"),
    Moment(name: "recurrent-gathered", type: "recurrent", steps: 12, keys: "o o o o N N Right Enter Down Enter"),
  ]

  private func frame(_ moment: Moment, _ columns: Int, _ rows: Int, _ mode: VisualMode = .full) throws -> Frame {
    let learner = try Learner(
      sequences: moment.type, steps: moment.steps, units: moment.units, inputs: moment.inputs,
      size: Size(width: columns, height: rows), capabilities: mode.capabilities)
    try learner.press(moment.keys)
    return learner.frame
  }

  @Test(arguments: moments) func pictures(moment: Moment) throws {
    expectGolden(try frame(moment, 120, 36), "time-\(moment.name)-120x36")
    expectGolden(try frame(moment, 80, 24), "time-\(moment.name)-80x24")
  }

  @Test(arguments: [moments[0], moments[6]], [VisualMode.mono, .ascii]) func withLess(
    moment: Moment, mode: VisualMode
  ) throws {
    expectGolden(try frame(moment, 120, 36, mode), "time-\(moment.name)-120x36-\(mode)")
  }

  @Test func arrowsLeadThroughTimeAndUnits() throws {
    let learner = try Learner(sequences: "recurrent", steps: 8)
    try learner.press("n n n n f f f n n")
    #expect(learner.questionName == "memory.step3.state[0, 0]")
    try learner.press("Left Left")
    #expect(learner.questionName == "memory.step1.state[0, 0]")
    try learner.press("Down")
    #expect(learner.questionName == "memory.step1.state[0, 1]")
    // Up out of the units into the sums.
    try learner.press("Up Up")
    #expect(learner.questionName == "memory.step1.sum[0, 3]")
    try learner.press("S-Right")
    #expect(learner.questionName == "memory.step1.sum[1, 3]")
    #expect(learner.text.contains("sample 1 of 0–3"))
    // What is to come can be pointed at, and is not there.
    try learner.press("Right Right Right Right")
    #expect(learner.questionName == "memory.step5.sum[1, 3]")
    #expect(learner.text.contains("not computed yet"))
    learner.expectInvariants()
  }

  @Test func theSumGrowsOnThePicture() throws {
    let learner = try Learner(sequences: "recurrent", steps: 12, size: Size(width: 120, height: 36))
    try learner.press("o o o f f f [ [")
    #expect(learner.questionName == "memory.recurrent_weight[0, 0]")
    #expect(learner.text.contains("1 of 12 steps: Σ = "))
    try learner.press("f")
    #expect(learner.text.contains("of 12 steps"))
    try learner.press("o")
    try learner.press("N N")
    #expect(learner.questionName == "memory.recurrent_weight.gradient[0, 0]")
    #expect(learner.text.contains("all 12 steps: Σ = "))
    // The same sum in the why panel, by time step; s goes through it term by term.
    #expect(learner.text.contains("▸ step 11"))
    try learner.press("N s s s s s s")
    #expect(learner.text.contains("▾ step 10"))
    #expect(learner.text.contains("2 of 12 steps: Σ = "))
    try learner.press("S S S")
    #expect(learner.text.contains("▾ step 11"))
  }
}
