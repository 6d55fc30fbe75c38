import Autodiff
import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// The figures that the lessons `filters` and `pooling` state, computed. What depends on hundreds of iterations is
/// stated rounded there and is held to a range here: kernels may differ in their last bits.
struct PartTwoFiltersPoolingNumbersTests {
  private static func cell(_ run: LessonRun, _ name: String, _ place: [Int]) throws -> Float {
    let slot = try #require(run.timeline.program.slot(named: name))
    let index = zip(slot.shape.dimensions, place).reduce(0) { $0 * $1.0 + $1.1 }
    return try run.value(name, index)
  }

  // MARK: filters

  @Test func oneWindowAndItsWayBack() throws {
    let run = try LessonRun("filters")
    run.expectSaid(try run.score().train.loss > 0 ? "576" : "")
    run.go(toEndOf: 0)
    let window = (0..<9).map { [0, 0, 9 + $0 / 3, 20 + $0 % 3] }
    for place in window { run.expectSaid(try Self.cell(run, "features", place), decimals: 2) }
    run.expectSaid(try Self.cell(run, "edges.output", [0, 0, 9, 20]), decimals: 3)
    run.expectSaid(try Self.cell(run, "targets", [0, 0, 9, 20]), decimals: 3)
    run.expectSaid(try run.value("loss"), decimals: 3)
    run.expectSaid(try Self.cell(run, "edges.output.gradient", [0, 0, 9, 20]), decimals: 4)
    run.expectSaid(try Self.cell(run, "edges.output", [0, 0, 9, 23]), decimals: 2)
    run.expectSaid(try Self.cell(run, "targets", [0, 0, 9, 23]), decimals: 2)
    run.expectSaid(try run.value("edges.kernel.gradient", 5), decimals: 4)
    let first = run.values("edges.kernel.previous")
    run.expectSaid(first[5], decimals: 3)
    run.expectSaid(try run.value("edges.kernel", 5), decimals: 3)
    run.expectSaid(first.reduce(0, +), decimals: 2)
    for weight in first[3...5] { run.expectSaid(weight, decimals: 2) }
    #expect(run.values("edges.output").count == 576)
    #expect(run.timeline.setup.data.train.count == 2 && run.timeline.setup.data.test.count == 1)
  }

  @Test func theKernelBecomesSobels() throws {
    let run = try LessonRun("filters")
    let sobel = try #require(ImageFilterCatalog.filter(named: "sobel-vertical")).kernel.map(Float.init)
    for (iterations, loss) in [(20, 0.015...0.025), (100, 0.00025...0.00035)] as [(Int, ClosedRange<Float>)] {
      run.timeline.run(iterations: iterations - run.timeline.completedIterations)
      for weight in run.values("edges.kernel")[3...5] { run.expectSaid(weight, decimals: 2) }
      run.timeline.go(to: Moment(iteration: iterations, position: 3))
      #expect(loss.contains(try run.value("loss")), "\(iterations)")
    }
    run.timeline.run(iterations: 300 - run.timeline.completedIterations)
    for (learned, wanted) in zip(run.values("edges.kernel"), sobel) { #expect(abs(learned - wanted) < 0.015) }
    #expect(abs(try run.value("edges.bias")) < 0.001)
    let score = try run.score()
    let test = try #require(score.test)
    #expect(score.train.loss < 1e-5 && test.metric > 0.999)
  }

  /// Momentum against plain descent, other first weights and other sizes.
  @Test func whatElseTheTextSaysOfLearning() throws {
    let plain = try LessonRun("filters", [("optimizer", "sgd")])
    plain.timeline.run(iterations: 300)
    #expect((0.0015...0.003).contains(try plain.score().train.loss))
    let zero = try LessonRun("filters", [("initialization", "zero")])
    zero.timeline.run(iterations: 300)
    #expect(try zero.score().train.loss < 1e-5)
    let dense = try LessonRun("filters", [("network", "dense")])
    #expect(try dense.stored.lesson.brokenPlan() == dense.plan)
    let numbers = dense.timeline.program.parameters.reduce(0) { $0 + dense.timeline.program[$1.slot].shape.count }
    #expect(numbers == 1829)
    dense.timeline.run(iterations: 300)
    #expect((-16.5 ... -14).contains(try #require(dense.score().test).metric))
    #expect(676 * 576 + 576 == 389_952 && 48 * 48 * 46 * 46 + 46 * 46 == 4_877_380 && 46 * 46 == 2116)
  }

  /// A larger picture takes the learned kernel as it is.
  @Test func theKernelGoesOnWorkingAtAnotherSize() throws {
    let small = try LessonRun("filters")
    small.timeline.run(iterations: 300)
    let large = try LessonRun("filters", [("image-size", "48")])
    let kernel = try #require(large.timeline.program.slot(named: "edges.kernel"))
    for (cell, weight) in small.values("edges.kernel").enumerated() {
      large.timeline.intervene(.parameter(CellAddress(kernel.id, cell: cell), weight))
    }
    #expect(try #require(large.score().test).metric > 0.999)
  }

  // MARK: pooling

  @Test func fourNumbersBecomeOne() throws {
    let run = try LessonRun("pooling")
    #expect(run.timeline.setup.data.train.count == 1438 && run.timeline.setup.data.test.count == 359)
    run.go(toEndOf: 0)
    #expect(try run.value("targets") == 1)
    let window = try [[0, 2], [0, 3], [1, 2], [1, 3]].map { try Self.cell(run, "conv1.output", [0, 0] + $0) }
    #expect(window[0] == 0)
    for number in window.dropFirst() { run.expectSaid(number, decimals: 3) }
    run.expectSaid(window.reduce(0, +) / 4, decimals: 3)
    #expect(try Self.cell(run, "pool1.output", [0, 0, 0, 1]) == window[3])
    let second = try [[2, 2], [2, 3], [3, 2], [3, 3]].map { try Self.cell(run, "conv1.output", [0, 0] + $0) }
    for number in second { run.expectSaid(number, decimals: 3) }
    run.expectSaid(second.reduce(0, +) / 4, decimals: 3)
    run.expectSaid(try Self.cell(run, "pool1.output.gradient", [0, 0, 0, 1]), decimals: 5)
    run.expectSaid(try Self.cell(run, "pool1.output.gradient", [0, 0, 1, 1]), decimals: 5)
    run.expectSaid(try Self.cell(run, "pool1.output.gradient", [0, 0, 1, 1]) / 4, decimals: 5)
    run.expectSaid(try Self.cell(run, "conv1.output.gradient", [0, 0, 0, 0]), decimals: 5)
    #expect(try Self.cell(run, "conv1.sum.gradient", [0, 0, 0, 0]) == 0)
    let reached = run.values("conv1.output.gradient").count { $0 != 0 }
    #expect(reached * 4 == run.values("conv1.output.gradient").count, "a quarter, ties included")
  }

  @Test func tenEpochsOfPooling() throws {
    let run = try LessonRun("pooling")
    run.timeline.run(iterations: 450)
    #expect(run.timeline.machine.batchesPerEpoch == 45)
    #expect((0.95...0.975).contains(try #require(run.score().test).metric))
    let broken = try LessonRun("pooling", [("pool-size", "8")])
    #expect(try broken.stored.lesson.brokenPlan() == broken.plan)
    broken.timeline.run(iterations: 450)
    #expect((0.4...0.56).contains(try #require(broken.score().test).metric))
  }

  /// The table of the text is the experiments'.
  @Test func whatIsMissedAndWhatIsNot() throws {
    let report = try ExperimentRunTests.report("pooling-accuracy")
    let figures = try report.rows.map { row in try row.figures.map { try #require($0).median } }
    #expect(figures.map { $0[0] } == [2610, 690, 690, 90, 2730])
    #expect(figures[0][1] == 0 && (0.8...1.2).contains(figures[1][1]) && (0.27...0.36).contains(figures[2][1]))
    for (row, range) in [0.95...0.975, 0.955...0.975, 0.94...0.965, 0.45...0.56, 0.97...0.99].enumerated() {
      #expect(range.contains(figures[row][2]), "row \(row)")
    }
    let kinds = try ExperimentRunTests.report("pooling-kinds")
    #expect((0.925...0.945).contains(try #require(kinds.rows.last?.figures[2]).median))
  }
}
