import Autodiff
import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

extension LessonRun {
  /// Everything a lesson says to its reader, in one language.
  private func words(_ language: Language) -> String {
    let lesson = stored.lesson
    var texts = [lesson.text] + lesson.tour.map(\.text) + [lesson.breakIt?.text, lesson.goal?.text].compactMap { $0 }
    for prediction in lesson.predictions {
      texts += [prediction.prompt, prediction.explanation] + [prediction.hint].compactMap { $0 }
    }
    return texts.map { $0[language] }.joined(separator: "\n")
  }

  /// Expects figures in both languages, as they are written there.
  func expectSaid(_ figures: String, _ location: SourceLocation = #_sourceLocation) {
    for language in Language.allCases {
      #expect(words(language).contains(figures), "\(language): \(figures)", sourceLocation: location)
    }
  }

  /// The rows of a table: the lines that end with so many numbers of so many decimals.
  func numbers(in language: Language, decimals: Int, perLine: Int) -> [[Double]] {
    words(language).split(separator: "\n").compactMap { line in
      let numbers = line.split(separator: " ").suffix(perLine)
        .filter { $0.split(separator: ".").dropFirst().last?.count == decimals }.compactMap { Double($0) }
      return numbers.count == perLine ? numbers : nil
    }
  }

  /// Expects the size of a number with so many decimals.
  func expectSaid(_ value: some BinaryFloatingPoint, decimals: Int, _ location: SourceLocation = #_sourceLocation) {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((abs(Double(value)) * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: max(decimals - fraction.count, 0))
    expectSaid(decimals == 0 ? "\(scaled)" : "\(scaled / scale).\(zeros)\(fraction)", location)
  }

  /// Expects a share in percent: `88.6 %`, in Chinese `88.6%`.
  func expectPercent(_ share: Double, decimals: Int = 1, _ location: SourceLocation = #_sourceLocation) {
    let scaled = Int((share * (decimals == 1 ? 1000 : 100)).rounded())
    let text = decimals == 1 ? "\(scaled / 10).\(scaled % 10)" : "\(scaled)"
    #expect(words(.english).contains("\(text) %"), "\(text) %", sourceLocation: location)
    #expect(words(.chinese).contains("\(text)%"), "\(text)%", sourceLocation: location)
  }

  func go(toEndOf iteration: Int) {
    timeline.go(to: Moment(iteration: iteration, position: timeline.program.instructions.count))
  }

  func value(_ name: String, _ cell: Int = 0) throws -> Float { try #require(values(name)[safe: cell]) }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// The figures that the lessons `threshold`, `self-recurrent`, `loss`, `optimizers` and `overfitting` state, computed.
struct PartOneNumbersTests {
  // MARK: threshold

  @Test func theFirstBatchInTheDeadZone() throws {
    let run = try LessonRun("threshold")
    run.go(toEndOf: 0)
    run.expectSaid(try run.value("features"), decimals: 3)
    run.expectSaid(try run.value("neuron.sum"), decimals: 3)
    run.expectSaid(try run.value("neuron.sum", 1), decimals: 3)
    let outside = run.values("neuron.output").enumerated().filter { $0.element != 0 }
    #expect(outside.map(\.offset) == [2, 8, 15, 17] && run.values("neuron.output").count == 20)
    for (_, output) in outside { run.expectSaid(output, decimals: 3) }
    #expect(abs(try run.value("neuron.output.gradient") + 0.1) < 1e-6)
    #expect(run.values("neuron.sum.gradient").filter { $0 == 0 }.count == 16)
    run.expectSaid(try run.value("neuron.sum.gradient", 8), decimals: 4)
    run.expectSaid(try run.value("neuron.weight.gradient"), decimals: 3)
    #expect(try run.value("neuron.weight.gradient") > 0, "the weight is pulled down at first")
    run.expectSaid(try run.value("neuron.bias.gradient"), decimals: 3)
    #expect(run.timeline.machine.batchesPerEpoch == 11)
  }

  @Test func outOfTheDeadZone() throws {
    let run = try LessonRun("threshold")
    run.timeline.run(iterations: 11)
    run.expectPercent(try run.score().train.metric, decimals: 0)
    run.timeline.run(iterations: 22)
    run.expectPercent(try run.score().train.metric, decimals: 0)
    run.timeline.run(iterations: 77)
    run.expectPercent(try run.score().train.metric)
    let linear = try LessonRun("threshold", [("threshold", "0")])
    linear.timeline.run(iterations: 110)
    linear.expectPercent(try linear.score().train.metric)
  }

  @Test func withNobodyOutsideNothingMoves() throws {
    let run = try LessonRun("threshold", [("threshold", "2")])
    #expect(try run.stored.lesson.brokenPlan() == run.plan)
    run.expectSaid(try run.score().train.loss, decimals: 3)
    run.timeline.run(iterations: 220)
    #expect(try run.value("neuron.weight") == 0.35 && run.value("neuron.bias") == 0)
    run.expectSaid(try run.score().train.loss, decimals: 3)
    let step = try LessonRun("threshold", [("activation", "step")])
    step.expectPercent(try step.score().train.metric)
    let before = try step.score()
    step.timeline.run(iterations: 110)
    #expect(try step.score().train == before.train)
    let report = try ExperimentRunTests.report("dead-zone")
    #expect(try report.rows.map { try #require($0.figures[0]).median } == [0, 0, 0, 440, 440, 440])
    run.expectSaid("440")
  }

  // MARK: self-recurrent

  @Test func threeHoursOfRain() throws {
    let run = try LessonRun("self-recurrent")
    run.go(toEndOf: 0)
    for (name, text) in [
      ("memory.step0.direct", "0.9"), ("memory.step1.indirect", "0.27"), ("memory.step2.output", "0.281"),
    ] {
      #expect(abs(try run.value(name) - (Float(text) ?? .nan)) < 1e-6)
      run.expectSaid(text)
    }
    run.expectSaid(try run.value("output.output"), decimals: 3)
    run.expectSaid(try run.value("targets"), decimals: 3)
    run.expectSaid(try run.value("memory.recurrent_weight.gradient.1"), decimals: 3)
    run.expectSaid(try run.value("memory.recurrent_weight.gradient.2"), decimals: 3)
    run.expectSaid(try run.value("memory.recurrent_weight.gradient.7"), decimals: 5)
    run.expectSaid(try run.value("memory.recurrent_weight"), decimals: 3)
    #expect(run.timeline.setup.data.train.exampleShape.dimensions == [8])
  }

  @Test func itLearnsHowFastTheBucketLeaks() throws {
    let run = try LessonRun("self-recurrent")
    run.timeline.run(iterations: 40)
    let usual = try run.score().train.loss
    run.expectSaid(usual, decimals: 3)
    run.timeline.run(iterations: 120)
    #expect(run.timeline.machine.batchesPerEpoch == 8)
    run.expectSaid(try run.value("memory.recurrent_weight"), decimals: 3)
    run.expectSaid(try run.value("memory.input_weight") * run.value("output.weight"), decimals: 3)
    let fast = try LessonRun("self-recurrent", [("learning-rate", "0.05")])
    #expect(try fast.stored.lesson.brokenPlan() == fast.plan)
    fast.timeline.run(iterations: 24)
    fast.expectSaid(try fast.score().train.loss, decimals: 2)
  }

  /// The table of the text is the experiment's.
  @Test func howLongItRemembers() throws {
    let report = try ExperimentRunTests.report("memory-length")
    let run = try LessonRun("self-recurrent")
    for (row, found) in report.rows.enumerated() where found.variation.settings.first?.value != "0" {
      if let steps = found.figures[0], steps.median.isFinite { run.expectSaid(report.text(row, 0, .english)) }
    }
    let left = try #require(report.column("left"))
    let last = try #require(report.rows.last?.figures[left])
    run.expectSaid(last.median, decimals: 0)
    run.expectSaid(try #require(report.rows[5].figures[left]).median, decimals: 4)
    run.expectSaid(try #require(report.rows[6].figures[left]).median, decimals: 3)
    run.expectSaid(try #require(report.rows[3].figures[1]).median, decimals: 1)
  }

  // MARK: loss

  @Test func confidentlyWrong() throws {
    let run = try LessonRun("loss")
    run.expectSaid(try run.score().train.loss, decimals: 2)
    run.expectPercent(try #require(run.score().test).metric)
    run.go(toEndOf: 0)
    for (name, decimals) in [
      ("features", 3), ("neuron.output", 3), ("probabilities", 5), ("loss", 3), ("neuron.output.gradient", 3),
      ("neuron.weight.gradient", 3), ("neuron.weight", 3),
    ] { run.expectSaid(try run.value(name), decimals: decimals) }
    let squared = try LessonRun("loss", [("loss", "squared-error")])
    #expect(try squared.stored.lesson.brokenPlan() == squared.plan)
    squared.go(toEndOf: 0)
    squared.expectSaid(try squared.value("loss"), decimals: 3)
    squared.expectSaid(try squared.value("neuron.output.gradient"), decimals: 2)
    squared.expectSaid(try squared.value("neuron.sum.gradient"), decimals: 5)
    squared.expectSaid(try squared.value("neuron.weight.gradient"), decimals: 4)
    let slope = try squared.value("neuron.sum.gradient") / squared.value("neuron.output.gradient")
    squared.expectSaid(slope, decimals: 5)
    let ratio = try run.value("neuron.weight.gradient") / squared.value("neuron.weight.gradient")
    #expect(Int(ratio.rounded()) == 99)
  }

  @Test func afterSomeEpochs() throws {
    for loss in ["binary-cross-entropy", "squared-error"] {
      let run = try LessonRun("loss", [("loss", loss)])
      for epochs in [1, 2, 8] {
        run.timeline.run(iterations: epochs * 455 - run.timeline.completedIterations)
        run.expectPercent(try #require(run.score().test).metric)
      }
    }
    let absolute = try LessonRun("loss", [("loss", "absolute-error")])
    absolute.timeline.run(iterations: 8 * 455)
    absolute.expectPercent(try #require(absolute.score().test).metric)
  }

  // MARK: optimizers

  @Test func oneStepOnTheLandscape() throws {
    let run = try LessonRun("optimizers")
    run.expectSaid(try run.score().train.loss, decimals: 3)
    #expect(run.timeline.setup.data.train.count == 266 && run.timeline.machine.batchesPerEpoch == 27)
    run.go(toEndOf: 0)
    run.expectSaid(try run.value("neuron.output"), decimals: 3)
    run.expectSaid(try run.value("targets"), decimals: 3)
    run.expectSaid(try run.value("loss"), decimals: 3)
    run.expectSaid(try run.value("neuron.output.gradient"), decimals: 3)
    for cell in 0..<2 {
      run.expectSaid(try run.value("neuron.weight.gradient", cell), decimals: 3)
      run.expectSaid(try run.value("neuron.weight", cell), decimals: 3)
    }
    let adam = try LessonRun("optimizers", [("optimizer", "adam")])
    adam.go(toEndOf: 0)
    #expect(abs(try adam.value("neuron.weight") + 0.95) < 1e-5)
  }

  @Test(arguments: ["sgd", "momentum", "rmsprop", "adam"]) func theTableOfOptimizers(name: String) throws {
    let run = try LessonRun("optimizers", [("optimizer", name)])
    for epochs in [1, 2, 8] {
      run.timeline.run(iterations: epochs * 27 - run.timeline.completedIterations)
      run.expectSaid(try run.score().train.loss, decimals: 3)
    }
    if name == "sgd" { run.expectSaid(try run.score().train.loss, decimals: 4) }
  }

  /// The valley's shape, from the data alone.
  @Test func theValley() throws {
    let run = try LessonRun("optimizers")
    let data = run.timeline.setup.data.train
    let rows = (0..<data.count).map { Array(data.example($0)).map(Double.init) }
    let correlation = rows.reduce(0) { $0 + $1[0] * $1[1] } / Double(rows.count)
    run.expectSaid(correlation, decimals: 3)
    let (steep, flat) = (2 * (1 + correlation), 2 * (1 - correlation))
    run.expectSaid(steep, decimals: 3)
    run.expectSaid(flat, decimals: 3)
    run.expectSaid(2 / steep, decimals: 3)
    // The best weights of standardized features: the inverse of the correlations times those with the target.
    let with = (0..<2).map { feature in
      rows.enumerated().reduce(0) { $0 + $1.element[feature] * Double(data.targets[$1.offset]) } / Double(rows.count)
    }
    let scale = 1 / (1 - correlation * correlation)
    let best = [scale * (with[0] - correlation * with[1]), scale * (with[1] - correlation * with[0])]
    run.expectSaid(best[0], decimals: 3)
    run.expectSaid(best[1], decimals: 3)
    for (rate, holds) in [("0.5", true), ("0.7", false)] {
      let whole = try LessonRun("optimizers", [("batch-size", "all"), ("learning-rate", rate)])
      whole.timeline.run(iterations: 30)
      let loss = try whole.score().train.loss
      if holds { whole.expectSaid(loss, decimals: 4) } else { #expect((5.5e6...6.5e6).contains(loss)) }
      if !holds { #expect(try whole.stored.lesson.brokenPlan() == whole.plan) }
    }
  }

  @Test func theTableOfBatches() throws {
    let report = try ExperimentRunTests.report("one-sample")
    let run = try LessonRun("optimizers")
    for row in report.rows.indices {
      for column in report.columns.indices where report.rows[row].figures[column]?.median != 0 {
        run.expectSaid(report.text(row, column, .english))
      }
    }
  }

  // MARK: overfitting

  @Test func firstTheRuleThenTheNoise() throws {
    let run = try LessonRun("overfitting")
    #expect(run.timeline.setup.data.train.count == 45 && run.timeline.setup.data.test.count == 255)
    let numbers = run.timeline.program.parameters.reduce(0) { $0 + run.timeline.program[$1.slot].shape.count }
    #expect(numbers == 697)
    run.go(toEndOf: 0)
    run.expectSaid(try run.value("probabilities"), decimals: 3)
    run.expectSaid(try run.value("output.output.gradient"), decimals: 4)
    for (iterations, decimals) in [(102, 3), (450, 4)] {
      run.timeline.run(iterations: iterations - run.timeline.completedIterations)
      let score = try run.score()
      run.expectSaid(score.train.loss, decimals: decimals)
      run.expectSaid(try #require(score.test).loss, decimals: 3)
      run.expectPercent(try #require(score.test).metric)
    }
    let best = run.timeline.evaluations.points.min { $0.test?.loss ?? 9 < $1.test?.loss ?? 9 }
    #expect((99...108).contains(try #require(best).completedIterations), "it does not get better than at 34 epochs")
  }

  @Test(arguments: [
    ("l2", "0.01"), ("l1", "0.003"), ("dropout", "0.3"), ("hidden-layers", "1"),
  ]) func whatHelps(knob: String, value: String) throws {
    let run = try LessonRun("overfitting", [(knob, value)])
    run.timeline.run(iterations: 450)
    let score = try run.score()
    run.expectSaid(score.train.loss, decimals: 3)
    run.expectSaid(try #require(score.test).loss, decimals: 3)
    run.expectPercent(try #require(score.test).metric)
  }

  @Test func fourLayers() throws {
    let run = try LessonRun("overfitting", [("hidden-layers", "4")])
    #expect(try run.stored.lesson.brokenPlan() == run.plan)
    run.timeline.run(iterations: 450)
    run.expectSaid(try run.score().train.loss, decimals: 6)
    run.expectSaid(try #require(run.score().test).loss, decimals: 3)
  }

  @Test func theTableOfDepthAndData() throws {
    // layers × points
    let gaps = try ExperimentRunTests.report("depth-and-data").rows.map { try #require($0.figures[2]) }
    let run = try LessonRun("overfitting")
    for language in Language.allCases {
      let table = run.numbers(in: language, decimals: 3, perLine: 3)  // points × layers
      try #require(table.count == 3)
      for (place, gap) in gaps.enumerated() {
        // Long training is chaotic: the order of a sum, which depends on the width of the processor's vectors,
        // decides which of the trainings is the median. What the text says has to lie within them.
        let said = table[place % 3][place / 3]
        #expect(said > gap.least - 0.005 && said < gap.most + 0.005, "\(language): \(said), not \(gap)")
      }
    }
    let last = try #require(gaps.last)
    run.expectSaid(last.least, decimals: 2)
    run.expectSaid(last.most, decimals: 2)
  }
}
