import Autodiff
import Foundation
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// The figures that the lessons `recurrence`, `through-time` and `gates` state, computed. What depends on hundreds of
/// iterations is stated rounded there and is held to a range here.
struct PartThreeMemoryNumbersTests {
  // MARK: recurrence

  @Test func sixStepsByHand() throws {
    let run = try LessonRun("recurrence")
    run.go(toEndOf: 0)
    run.expectSaid(try run.value("features", 1), decimals: 3)
    for name in ["memory.step0.state", "memory.step1.sum", "memory.step1.state"] {
      for value in run.values(name) { run.expectSaid(value, decimals: 3) }
    }
    for name in ["memory.output", "output.output", "loss"] {
      for value in run.values(name) { run.expectSaid(value, decimals: 3) }
    }
    for value in run.values("memory.step5.sum.gradient") { run.expectSaid(value, decimals: 4) }
    for value in run.values("memory.step4.state.gradient") { run.expectSaid(value, decimals: 4) }
    for step in 1...5 {
      let (state, gradient) = try (
        run.value("memory.step\(step - 1).state"), run.value("memory.step\(step).sum.gradient")
      )
      run.expectSaid(state, decimals: 3)
      run.expectSaid(gradient, decimals: 4)
      run.expectSaid(state * gradient, decimals: 4)
    }
    run.expectSaid(try run.value("memory.recurrent_weight.gradient"), decimals: 4)
    run.expectSaid(try run.value("memory.recurrent_weight"), decimals: 4)
    run.expectSaid(try run.value("memory.recurrent_bias.gradient", 1), decimals: 3)
    let numbers = run.timeline.program.parameters.reduce(0) { $0 + run.timeline.program[$1.slot].shape.count }
    #expect(numbers == 13)
  }

  /// The answer would have been the same for the other first number.
  @Test func nothingIsLeftOfTheFirstNumber() throws {
    let run = try LessonRun("recurrence")
    run.go(toEndOf: 0)
    var (first, second) = (0.0, 0.0)
    for (time, value) in run.values("features").enumerated() {
      let input: Double = time == 0 ? 1 : Double(value)
      let firstSum: Double = input + 0.5 * first + 0.3 * second
      let secondSum: Double = 0.5 * input - 0.4 * first + 0.6 * second
      (first, second) = (Foundation.tanh(firstSum), Foundation.tanh(secondSum))
    }
    run.expectSaid(first, decimals: 3)
    run.expectSaid(0.5 * (first - second), decimals: 3)
    #expect(first < second, "minus again")
  }

  @Test func aSwitchWithTwoPositions() throws {
    let run = try LessonRun("recurrence")
    run.timeline.run(iterations: 200)
    run.expectSaid(try run.value("memory.recurrent_weight"), decimals: 2)
    #expect(try #require(run.score().test).metric == 1)
    let report = try ExperimentRunTests.report("carried-on")
    let accuracy = try report.rows.map { try #require($0.figures.last??.median) }
    #expect(accuracy[1] > 0.99 && accuracy[2] > 0.99 && accuracy[3] < 0.7 && accuracy[4] < 0.7)
  }

  /// What the log says after an epoch of the text's "Break it".
  @Test func theLogOfALongWay() throws {
    let run = try LessonRun("recurrence", [("lag", "40")])
    #expect(try run.stored.lesson.brokenPlan() == run.plan)
    run.timeline.step(.epoch)
    let seen = try #require(run.timeline.observations.first)
    #expect(seen.kind == .vanishingGradient && seen.moment.iteration == 49 && seen.place.hasPrefix("memory.step30."))
    run.expectSaid(try #require(seen.reference), decimals: 3)
    run.expectSaid(seen.value, decimals: 6)
    run.go(toEndOf: 49)
    let first = run.values("memory.step0.sum.gradient").reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect((4.5e-12..<5.5e-12).contains(first), "\(first)")
  }

  // MARK: through-time

  @Test func aGradientThatTurnsAndKeepsItsLength() throws {
    let run = try LessonRun("through-time")
    run.go(toEndOf: 0)
    for name in ["memory.output", "memory.step18.state", "memory.step17.state", "memory.step0.state"] {
      let gradient = run.values("\(name).gradient")
      for value in gradient { run.expectSaid(value, decimals: 4) }
      run.expectSaid(gradient.reduce(0) { $0 + $1 * $1 }.squareRoot(), decimals: 4)
    }
    run.expectSaid(try run.value("output.output"), decimals: 3)
    run.expectSaid(try run.value("loss"), decimals: 3)
    run.expectSaid(try run.value("memory.recurrent_weight.gradient"), decimals: 3)
    run.expectSaid(try run.value("memory.recurrent_weight"), decimals: 4)
    run.expectSaid(try run.value("memory.step16.state.gradient", 1), decimals: 4)
    run.timeline.run(iterations: 200 - run.timeline.completedIterations)
    #expect(try #require(run.score().test).metric == 1)
    let points = try #require(run.timeline.snapshot(SnapshotRequest(wantsStatistics: true)).statistics).points
    let radii = points.compactMap { point in point.parameters.lazy.compactMap(\.spectralRadius).first }
    #expect(abs(try #require(radii.first) - 1) < 1e-6 && points.last?.completedIterations == 200)
    run.expectSaid(Float(try #require(radii.last)), decimals: 2)
  }

  @Test func tooSmallAndTooLargeARadius() throws {
    let small = try LessonRun("through-time", [("spectral-radius", "0.5")])
    small.timeline.run(iterations: 1000)
    #expect((0.68...0.7).contains(try small.score().train.loss))
    let large = try LessonRun("through-time", [("spectral-radius", "1.5")])
    #expect(try large.stored.lesson.brokenPlan() == large.plan)
    large.go(toEndOf: 0)
    large.expectSaid(try large.value("loss"), decimals: 0)
    let squares = large.timeline.program.parameters.map { parameter in
      large.values("\(large.timeline.program[parameter.slot].name).gradient").reduce(0) { $0 + Double($1) * Double($1) }
    }
    #expect((16_000...16_300).contains(squares.reduce(0, +).squareRoot()))
    large.timeline.run(iterations: 4)
    #expect(large.timeline.observations.first(where: \.stopsRun)?.moment.iteration == 1)
    let clipped = try LessonRun("through-time", [("spectral-radius", "1.5"), ("clip-norm", "1")])
    clipped.timeline.run(iterations: 200)
    #expect(try #require(clipped.score().test).metric == 1)
  }

  /// The table of the text is the experiment's.
  @Test func whatIsLeftAtTheFirstStep() throws {
    let report = try ExperimentRunTests.report("gradient-flow")
    let kept = try report.rows.map { try #require($0.figures.last??.median) }
    for (index, radius) in [0.5, 0.8, 1, 1.2, 1.5].enumerated() {
      #expect(abs(kept[index] / pow(radius, 19) - 1) < 1e-4, "linear, \(radius)")
    }
    for (index, range) in [6e-7...1e-6, 0.003...0.0042, 0.085...0.11, 0.35...0.55, 1.7...2.8].enumerated() {
      #expect(range.contains(kept[5 + index]), "tanh, \(kept[5 + index])")
    }
  }

  // MARK: gates

  @Test func oneCellForwardsAndBack() throws {
    let run = try LessonRun("gates")
    run.go(toEndOf: 0)
    for name in ["forget_gate", "input_gate"] { run.expectSaid(try run.value("memory.step1.\(name)"), decimals: 3) }
    for name in ["step0.cell", "step1.candidate", "step1.cell"] {
      run.expectSaid(try run.value("memory.\(name)"), decimals: 4)
    }
    run.expectSaid(try run.value("memory.step2.cell"), decimals: 3)
    run.expectSaid(try run.value("memory.step49.cell"), decimals: 3)
    run.expectSaid(try run.value("memory.output"), decimals: 3)
    run.expectSaid(try run.value("memory.step1.cell.gradient"), decimals: 5)
    run.expectSaid(try run.value("memory.step2.cell.gradient"), decimals: 6)
    let along = try run.value("memory.step2.cell.gradient") * run.value("memory.step2.forget_gate")
    run.expectSaid(along, decimals: 6)
    run.expectSaid(try run.value("memory.step1.cell.gradient") - along, decimals: 6)
    run.expectSaid(try run.value("memory.step0.cell.gradient"), decimals: 5)
    let numbers = run.timeline.program.parameters.filter { run.timeline.program[$0.slot].name.hasPrefix("memory") }
      .reduce(0) { $0 + run.timeline.program[$1.slot].shape.count }
    #expect(numbers == 1536)
    run.timeline.run(iterations: 100 - run.timeline.completedIterations)
    run.expectSaid(try run.value("memory.input_bias", 16), decimals: 2)
    #expect(try #require(run.score().test).metric == 1)
  }

  @Test func gatesHaveToBeOpen() throws {
    let report = try ExperimentRunTests.report("open-gates")
    let kept = try report.rows.map { try #require($0.figures.first??.median) }
    let accuracy = try report.rows.map { try #require($0.figures.last??.median) }
    #expect(kept[0] < 1e-9 && (1e-4...1e-3).contains(kept[1]) && (0.3...2).contains(kept[2]) && kept[3] > 3)
    #expect(accuracy[0] < 0.5 && accuracy[1] > 0.95 && accuracy[3] > 0.95)
    let broken = try LessonRun("gates", [("forget-bias", "0")])
    #expect(try broken.stored.lesson.brokenPlan() == broken.plan)
  }
}
