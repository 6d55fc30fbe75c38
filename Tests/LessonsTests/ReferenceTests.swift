import Autodiff
import Lessons
import NeuralNet
import Stepping
import Testing

/// Cells, moments and keys as lessons write them.
struct ReferenceTests {
  @Test func cellsAreReadAsTheyStandOnTheScreen() {
    #expect(CellReference("hidden.weight[1, 0]") == CellReference("hidden.weight", [1, 0]))
    #expect(CellReference(" loss ") == CellReference("loss"))
    #expect(CellReference("a.b[12,3]")?.description == "a.b[12, 3]")
    for text in ["", "a[", "a]", "a[1", "a[x]", "a[-1]", "a[1, ]", "[1]", "a b[1]", "a[1]b", "a[99999999999999999999]"]
    {
      #expect(CellReference(text) == nil, "\(text)")
    }
  }

  @Test func keysAreReadAndWritten() throws {
    let script = try #require(KeyScript("n 2n O 40i S"))
    #expect(script.presses.map(\.size) == [.operation, .operation, .phase, .iteration, .term])
    #expect(script.presses.map(\.isBack) == [false, false, true, false, true])
    #expect(script.presses.map(\.count) == [1, 2, 1, 40, 1])
    #expect(script.description == "n 2n O 40i S")
    for text in ["", " ", "x", "nn", "0n", "-1n", "100001n", "n,n", "n2"] { #expect(KeyScript(text) == nil, "\(text)") }
  }

  @Test func keysStepAsTheLearnersDo() throws {
    let timeline = try Timeline(smallLesson().plan.setup(files: [:]))
    KeyScript("3n")?.play(on: timeline)
    #expect(timeline.now == Moment(iteration: 0, position: 3))
    KeyScript("N i i")?.play(on: timeline)
    #expect(timeline.completedIterations == 2)
    KeyScript("2I")?.play(on: timeline)
    #expect(timeline.now == .start)
  }

  @Test func momentsComeAfterValuesAndPhases() throws {
    let program = try Timeline(smallLesson().plan.setup(files: [:])).program
    func moment(_ after: String) throws -> Int {
      try MomentReference(iteration: 2, after: after).moment(in: program).position
    }
    #expect(try moment("load") == 1 && moment("features") == 1)
    #expect(try moment("hidden.sum") == 2 && moment("hidden.output") == 3)
    #expect(try moment("forward") == 4 && moment("loss") == 5)
    #expect(try moment("update") == program.instructions.count)
    #expect(try moment("hidden.weight") > moment("backward"))
    #expect(try MomentReference.start.moment(in: program) == .start)
    let error = #expect(throws: ReferenceError.self) {
      try MomentReference(iteration: 0, after: "hidden.sun").moment(in: program)
    }
    #expect(error?.suggestion == "Did you mean \"hidden.sum\"?")
  }

  @Test func ordersSortAsNumbers() throws {
    let orders = ["1.10", "2.1", "1.9", "1.1"].compactMap { LessonOrder($0) }
    #expect(orders.sorted().map(\.description) == ["1.1", "1.9", "1.10", "2.1"])
    for text in ["", "1", "1.", ".1", "1.2.3", "a.b", "0.1", "1.0", "1.1000", "-1.1"] {
      #expect(LessonOrder(text) == nil, "\(text)")
    }
  }

  @Test func aCurriculumHasEachIdAndPlaceOnce() throws {
    let first = try smallLesson()
    let second = try smallLesson("id: small", by: "id: other")

    #expect(throws: LessonError.self) { try Curriculum([first, first]) }
    let error = #expect(throws: LessonError.self) { try Curriculum([first, second]) }
    #expect(error?.problem == .repeatedName && error?.path == "order")

  }

  @Test func aCurriculumIsSorted() throws {
    let late = try lesson(changedSmallLesson("order: 1.1", by: "order: 1.10").replacing("id: small", with: "id: late"))
    let middle = try lesson(
      changedSmallLesson("order: 1.1", by: "order: 1.9").replacing("id: small", with: "id: middle"))
    let curriculum = try Curriculum([late, smallLesson(), middle])
    #expect(curriculum.lessons.map(\.id) == ["small", "middle", "late"])
    #expect(curriculum.lesson(withID: "late")?.order.number == 10)
    #expect(curriculum.suggestion(for: "midle") == "Did you mean \"middle\"?")
  }
}
