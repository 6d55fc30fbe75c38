import Testing

struct TextModeTests {
  private func say(_ commands: String..., to lesson: String = "backprop", language: String = "en") throws -> [String] {
    let run = try ProgramRun(
      ["open", lesson, "--text", "--language", language], input: commands.joined(separator: "\n") + "\n")
    #expect(run.status == 0 && !run.wasKilled, "\(run.errors)")
    return run.output.split(separator: "\n").map(String.init)
  }

  @Test func stepsAreToldWithTheirNumbers() throws {
    let lines = try say("n", "n")
    #expect(
      lines.contains { $0.hasPrefix("iteration 0, step 1 of 14, load: a batch of 1 sample is loaded") }, "\(lines)")
    #expect(lines.last?.hasPrefix("iteration 0, step 2 of 14, forward: hidden.sum = x · W + b") == true, "\(lines)")
    #expect(lines.last?.contains("hidden.sum[0, 0] = ") == true)
  }

  @Test func lettersAndWordsSayTheSame() throws {
    #expect(try say("n", "n", "N").last == say("next", "next", "back").last)
    #expect(try say("2o").last == say("next 2 phases").last)
    #expect(try say("5n", "3N").last == say("n", "n").last)
  }

  @Test func goingBackTellsTheSameNumbers() throws {
    let there = try say("20n").last
    #expect(try say("20n", "50n", "50N").last == there)
    #expect(there?.hasPrefix("iteration 1, step 6") == true)
  }

  @Test func whyGivesTheTerms() throws {
    let lines = try say("n", "n", "why hidden.sum[0, 1]")
    #expect(lines.contains { $0.contains("features[0, 1] · hidden.weight[1, 1]") }, "\(lines)")
    #expect(try say("why hidden.sum[0, 0]").last == "hidden.sum[0, 0] is not computed yet.")
    #expect(try say("why hiden.sum[0, 0]").last?.contains("hidden.sum") == true)
  }

  @Test func termsAreAddedUpOneByOne() throws {
    let lines = try say("n", "s", "s")
    #expect(lines.last?.contains("term 2 of 3 of hidden.sum[0, 0]") == true, "\(lines)")
  }

  @Test func nonsenseIsAnswered() throws {
    for nonsense in [
      "xyzzy", "n n 99999999999999999999", "why [", "set", "set nope=1", "show nothing", "\u{1B}[A", "7",
    ] {
      let lines = try say(nonsense, "n")
      #expect(lines.last?.contains("step 1 of 14") == true || nonsense == "7", "\(nonsense): \(lines)")
    }
  }

  @Test func theEndOfTheInputIsTheEnd() throws {
    let run = try ProgramRun("open neuron --text", input: "")
    #expect(run.status == 0 && run.errors.isEmpty)
  }

  @Test func withoutATerminalThereAreSentences() throws {
    let run = try ProgramRun("", input: "backprop\nn\nq\n")
    #expect(run.status == 0)
    #expect(run.output.contains("1.6 backprop") && run.output.contains("step 1 of 14"))
  }

  @Test func breakpointsAreRunToBothWays() throws {
    let lines = try say("break at hidden.sum", "break iteration == 3", "continue", "c", "c", "c", "back continue", "C")
    let stops = lines.filter { $0.hasPrefix("iteration ") }
    try #require(stops.count == 6, "\(lines)")
    #expect(stops[3].hasPrefix("iteration 3, step 1 of 14"))
    #expect(stops[4].hasPrefix("iteration 2, step 2 of 14") && stops[5].hasPrefix("iteration 1, step 2 of 14"))
    #expect(lines.contains("Breakpoint 2, iteration == 3: iteration is 3."))
  }

  @Test func aWrongConditionIsShownAtItsCharacter() throws {
    let lines = try say("break los > 2", "break", "delete 4", "continue", "n")
    let row = try #require(lines.firstIndex(of: "los > 2"))
    #expect(lines[row + 1] == "^^^" && lines[row + 2].hasPrefix("Column 1: found \"los\""))
    #expect(lines.contains("There is no breakpoint 4."))
    #expect(lines.filter { $0.hasPrefix("There is no breakpoint; ") }.count == 2)
  }

  @Test func knobsAreTurnedWhileItRuns() throws {
    let lines = try say("n", "set learning-rate=0.5", "i")
    #expect(lines.contains("learning-rate is 0.5 from here on."), "\(lines)")
  }

  @Test func sentencesAreChineseToo() throws {
    #expect(try say("n", language: "zh").last?.contains("载入") == true)
  }
}
