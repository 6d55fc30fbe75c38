import NeuralNet
import Sessions
import Stepping
import TensorMath
import Testing

/// Every event is written in one way and read back as it was.
struct EventTextTests {
  @Test func randomEventsComeBack() {
    var random = RandomSource(seed: 1, purpose: "events")
    for _ in 0..<5000 {
      let event = RandomEvents.next(&random)
      let line = EventText.line(event)
      #expect(EventText.event(line) == event, "\(line)")
      #expect(!line.contains("\n"))
    }
  }

  @Test func checksComeBackWithNumbersThatAreNone() throws {
    for loss in [0.1, .infinity, -.infinity, .leastNonzeroMagnitude, -0.0] {
      let check = RunEvent.check(RunCheck(moment: .start, digest: .max, norm: 1.5, loss: loss))
      #expect(EventText.event(EventText.line(check)) == check)
    }
    let line = EventText.line(.check(RunCheck(moment: .start, digest: 0, norm: .nan, loss: .nan)))
    guard case .check(let check)? = EventText.event(line) else {
      Issue.record("\(line)")
      return
    }
    #expect(check.loss.isNaN && check.norm.isNaN)
  }

  @Test(arguments: [
    "", " ", "step", "step term", "step operation operation", "step  operation", "go", "go 1 2", "go 1 2 3 4",
    "go 1 2 x", "go -1 2 3", "go 99999999999999999999 0 1", "run 0 1 2", "run to 0 1", "run to 0 1 2 hit",
    "run to 0 1 2 hit x", "learning-rate", "learning-rate fast", "constants", "constants adam beta1",
    "constants adam beta1=x", "edit", "edit a[0]", "edit a[0] x", "undo 1", "branch", "branch one", "rename 1",
    "rename 1 \"a", "rename 1 \"\\u{zz}\"", "drop", "compare", "breakpoints 1 on", "breakpoints 1 maybe loss",
    "breakpoints 2 on a 1 on b", "answer", "answer 0 id skill= wrong=1 perhaps", "answer -1 id skill= wrong=1 right",
    "goal", "goal soon", "tour", "check 0 0 1", "check 0 0 1 digest=xyz norm=1 loss=1", "jump 3", "STEP operation",
  ]) func whatIsNoEventIsNone(_ line: String) {
    #expect(EventText.event(line) == nil)
  }

  @Test func aLineSaysWhatWasDone() {
    #expect(EventText.line(.edit(cell: "hidden1.weight[0, 1]", value: 0.5)) == "edit hidden1.weight[0,1] 0.5")
    #expect(
      EventText.line(.ran(isBack: false, to: Moment(iteration: 119, position: 36), hits: [2]))
        == "run to 0 119 36 hit 2")
    #expect(EventText.line(.renameBranch(2, "with \"momentum\"")) == #"rename 2 "with \"momentum\"""#)
  }
}

/// Events of every kind, with whatever may stand in them.
enum RandomEvents {
  static func next(_ random: inout RandomSource) -> RunEvent {
    let size = StepSize.allCases[1 + random.integer(below: StepSize.allCases.count - 1)]
    switch random.integer(below: 24) {
    case 0: return .step(size)
    case 1: return .stepBack(size)
    case 2: return .term(isBack: random.integer(below: 2) == 0, to: moment(&random))
    case 3: return .go(to: moment(&random))
    case 4:
      let hits = (0..<random.integer(below: 3)).map { $0 + 1 }
      return .ran(isBack: random.integer(below: 2) == 0, to: moment(&random), hits: hits)
    case 5: return .learningRate(number(&random))
    case 6:
      return .optimizerConstants(
        OptimizerDescription("adam", constants: ["beta1": Double(random.uniform()), "beta2": 1e-300]))
    case 7: return .edit(cell: "hidden\(random.integer(below: 9)).weight[3, 1]", value: number(&random))
    case 8: return .edit(cell: "b", value: number(&random))
    case 9: return .structure(["hidden-layers=2", "features=x1,x2", text(&random)])
    case 10: return .restart((0..<random.integer(below: 3)).map { _ in text(&random) })
    case 11: return .undo
    case 12: return .redo
    case 13: return .switchBranch(random.integer(below: 99))
    case 14: return .renameBranch(1, text(&random))
    case 15: return .dropBranch(3)
    case 16: return .compare(random.integer(below: 2) == 0 ? nil : 2)
    case 17:
      return .breakpoints(
        BreakpointSet([
          Breakpoint(id: 2, "loss > 2"), Breakpoint(id: 5, text(&random), isOn: random.integer(below: 2) == 0),
        ]))
    case 18: return .breakpoints(BreakpointSet())
    case 19: return .note(.goal(iteration: random.integer(below: 9999)))
    case 20: return .note(.tourStop(random.integer(below: 9)))
    case 21:
      let isRight = random.integer(below: 2) == 0
      return .note(
        .answer(
          RunNote.Answer(
            index: 3, id: text(&random), skill: random.integer(below: 2) == 0 ? nil : "sign", wrongAnswers: 2,
            isRight: isRight, isClosed: isRight || random.integer(below: 2) == 0)))
    default:
      return .check(
        RunCheck(
          moment: moment(&random), digest: random.next(), norm: Double(random.uniform()),
          loss: Double(bitPattern: random.next() >> 2)))
    }
  }

  private static func number(_ random: inout RandomSource) -> Float {
    let number = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    return number.isFinite ? number : 0.1
  }

  private static func moment(_ random: inout RandomSource) -> Moment {
    let progress = TermProgress(cell: random.integer(below: 50), terms: 1 + random.integer(below: 9))
    return Moment(
      stage: random.integer(below: 4), iteration: random.integer(below: 1 << 30), position: random.integer(below: 40),
      progress: random.integer(below: 3) == 0 ? progress : nil)
  }

  private static func text(_ random: inout RandomSource) -> String {
    let letters: [Character] = ["a", " ", "\"", "\\", "\n", "=", "é", "梯", "\u{1b}", "#", "\t", "{", "\u{200b}", "}"]
    let count = 1 + random.integer(below: 12)
    return String((0..<count).map { _ in letters[random.integer(below: letters.count)] })
  }
}
