import Autodiff
import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// The figures that the lessons `digits`, `fashion` and `shift` state, computed. Those of the first iteration hold to
/// the digit; those after training are stated and tested with room, since they differ with the last bits of a kernel.
struct PartTwoClassificationNumbersTests {
  /// The number at [0, map, row, column] of square maps.
  private func value(
    _ name: String, _ map: Int, _ row: Int, _ column: Int, side: Int, in run: LessonRun
  ) throws -> Float {
    try run.value(name, (map * side + row) * side + column)
  }

  /// How many products of the gradient of the weight in the middle of kernel 0 are not 0, of how many.
  private func partsOfTheMiddleWeight(_ run: LessonRun, kernels: Int, pixels: Int) -> (notZero: Int, all: Int) {
    let images = run.values("features")
    let gradient = run.values("conv1.sum.gradient")
    let batch = images.count / pixels
    var notZero = 0
    for image in 0..<batch {
      for place in 0..<pixels {
        let product = images[image * pixels + place] * gradient[image * kernels * pixels + place]
        if product != 0 { notZero += 1 }
      }
    }
    return (notZero, batch * pixels)
  }

  private func parameters(_ run: LessonRun, of layer: String = "") -> Int {
    run.timeline.program.parameters.map { run.timeline.program[$0.slot] }
      .filter { layer.isEmpty || $0.name.hasPrefix("\(layer).") }.reduce(0) { $0 + $1.shape.count }
  }

  // MARK: digits

  @Test func onePixelOfAFeatureMapTakenApart() throws {
    let run = try LessonRun("digits")
    let before = try run.value("conv1.kernel", 4)
    run.go(toEndOf: 0)
    #expect(run.values("targets").first == 1 && run.values("features").count == 32 * 64)
    run.expectSaid(try value("conv1.sum", 0, 4, 3, side: 8, in: run), decimals: 3)
    #expect(try value("conv1.sum", 3, 4, 3, side: 8, in: run) < 0)
    run.expectSaid(try value("conv1.sum", 3, 4, 3, side: 8, in: run), decimals: 3)
    #expect(try value("conv1.output", 3, 4, 3, side: 8, in: run) == 0)
    for (row, column) in [(4, 2), (4, 3), (5, 2), (5, 3)] {
      run.expectSaid(try value("conv1.output", 0, row, column, side: 8, in: run), decimals: 3)
    }
    run.expectSaid(try value("pool1.output", 0, 2, 1, side: 4, in: run), decimals: 3)
    run.expectSaid(try run.value("probabilities", 1), decimals: 3)
    run.expectSaid(try run.value("loss"), decimals: 2)
    run.expectSaid(try run.value("output.output.gradient", 1), decimals: 4)
    let parts = partsOfTheMiddleWeight(run, kernels: 16, pixels: 64)
    #expect(parts == (339, 2048))
    run.expectSaid("339")
    run.expectSaid("2048")
    let gradient = try run.value("conv1.kernel.gradient", 4)
    #expect(gradient > 0)
    run.expectSaid(gradient, decimals: 3)
    run.expectSaid(before, decimals: 3)
    run.expectSaid(try run.value("conv1.kernel", 4), decimals: 3)
  }

  /// The nine products that the text writes down.
  @Test func theWeightsOfTheFirstKernel() throws {
    let run = try LessonRun("digits")
    run.timeline.go(to: Moment(iteration: 0, position: 2))
    let kernel = run.values("conv1.kernel")
    let image = run.values("features")
    var sum: Float = 0
    for cell in 0..<9 {
      let pixel = image[(3 + cell / 3) * 8 + 2 + cell % 3]
      if pixel != 0 { run.expectSaid(kernel[cell], decimals: 3) }
      sum += kernel[cell] * pixel
    }
    #expect(abs(try value("conv1.sum", 0, 4, 3, side: 8, in: run) - sum) < 1e-5)
    run.expectSaid(sum, decimals: 3)
  }

  @Test func howManyNumbersEachLayerLearns() throws {
    let run = try LessonRun("digits")
    for (layer, count) in [("conv1", 160), ("conv2", 4640), ("output", 1290), ("", 6090)] {
      #expect(parameters(run, of: layer) == count)
      run.expectSaid("\(count)")
    }
    #expect(run.timeline.setup.data.train.count == 1438 && run.timeline.setup.data.test.count == 359)
    let dense = try LessonRun("digits", [("network", "dense")])
    #expect(parameters(dense) == 6085)
    dense.expectSaid("6085")
  }

  /// About 90 % after one epoch, 95 to 99 % after five.
  @Test func digitsAreLearned() throws {
    let run = try LessonRun("digits")
    for (epochs, range) in [(1, 0.85...0.94), (5, 0.94...0.992)] {
      run.timeline.run(iterations: 45 * epochs - run.timeline.completedIterations)
      #expect(range.contains(try #require(run.score().test).metric), "after \(epochs) epochs")
    }
    let broken = try LessonRun("digits", [("learning-rate", "0.5")])
    #expect(try broken.stored.lesson.brokenPlan() == broken.plan)
    broken.timeline.run(iterations: 90)
    #expect(try #require(broken.score().test).metric < 0.2)
    #expect(broken.values("conv2.output").allSatisfy { $0 == 0 }, "every map is dead")
  }

  /// Two networks with as many numbers to learn, and neither needs more images than the other.
  @Test func theTableOfImagesToLearnFrom() throws {
    let report = try ExperimentRunTests.report("much-data")
    let run = try LessonRun("digits")
    let column = try #require(report.column("test-accuracy"))
    for (row, percent) in [88, 95, 97, 87, 94, 95].enumerated() {
      let accuracy = try #require(report.rows[row].figures[column]).median
      #expect(abs(100 * accuracy - Double(percent)) < 2, "\(report.rows[row].variation)")
      run.expectPercent(Double(percent) / 100, decimals: 0)
    }
  }

  // MARK: fashion

  @Test func theFirstBatchOfClothes() throws {
    let run = try LessonRun("fashion")
    run.go(toEndOf: 0)
    #expect(run.values("targets").first == 4)
    run.expectSaid(try run.value("probabilities", 4), decimals: 3)
    run.expectSaid(try run.value("loss"), decimals: 2)
    run.expectSaid(try run.value("output.output.gradient", 4), decimals: 4)
    let parts = partsOfTheMiddleWeight(run, kernels: 6, pixels: 784)
    #expect(parts.all == 25_088 && (2850...2950).contains(parts.notZero))
    run.expectSaid("25 088")
    run.expectSaid("2900")
    for (layer, text) in [
      ("conv1", "156"), ("conv2", "2416"), ("dense1", "48 120"), ("dense2", "10 164"), ("output", "850"),
      ("", "61 706"),
    ] {
      #expect("\(parameters(run, of: layer))" == text.filter { $0 != " " })
      run.expectSaid(text)
    }
    #expect(parameters(run, of: "dense1") + parameters(run, of: "dense2") + parameters(run, of: "output") == 59_134)
    run.expectSaid("59 134")
  }

  @Test func mostIsLearnedInTheFirstEpoch() throws {
    let run = try LessonRun("fashion")
    run.timeline.run(iterations: 63)
    #expect(run.timeline.machine.batchesPerEpoch == 63)
    #expect(try #require(run.score().test).metric > 0.68)
    #expect(try run.value("loss") < 1.1, "less than half of 2.23")
  }

  // MARK: shift

  @Test func whatMeetsInAWindow() throws {
    let run = try LessonRun("shift")
    run.go(toEndOf: 0)
    let image = run.values("features")
    #expect(image[8..<16] == image[16..<24], "rows 1 and 2 are the same")
    #expect(Array(image[11..<14]) == [0.75, 1, 0.125])
    for (row, column) in [(3, 2), (3, 3), (4, 2), (4, 3), (5, 2), (5, 3)] {
      run.expectSaid(try value("conv1.output", 0, row, column, side: 8, in: run), decimals: 3)
    }
    run.expectSaid(try value("pool1.output", 0, 2, 1, side: 4, in: run), decimals: 3)
  }

  @Test func movedByTwoPixelsItGuesses() throws {
    let run = try LessonRun("shift")
    run.timeline.run(iterations: 450)
    #expect((0.955...0.985).contains(try #require(run.score().test).metric), "about 97 %")
    let moved = try LessonRun("shift", [("shift", "2")])
    #expect(try moved.stored.lesson.brokenPlan() == moved.plan)
  }

  @Test func theTableOfShifts() throws {
    let report = try ExperimentRunTests.report("translation-invariance")
    let column = try #require(report.column("test-accuracy"))
    let figures = try report.rows.map { try #require($0.figures[column]).median }
    for (figure, range) in zip(
      figures,
      [0.94...0.98, 0.25...0.45, 0...0.1, 0...0.15, 0.9...0.945, 0.1...0.24, 0...0.05, 0...0.15])
    {
      #expect(range.contains(figure))
    }
    #expect(figures[1] > 1.4 * figures[5], "the convolutional network is right nearly twice as often")
  }
}
