import Datasets
import TensorMath

/// Tests forecasts of a series beside their run: on the trainer's thread, in an arena of its own. ``TestPace`` says how
/// often and how much.
final class ForecastTester {
  private struct Kept {
    let test: ForecastTest
    let parameters: [Float]
    let work: Int
  }
  private var kept: [DataPart: Kept] = [:]
  /// What the tests were made for.
  private weak var machine: TrainingMachine?

  /// Nil where no series is forecast or the part has no samples.
  func test(_ part: DataPart, of timeline: Timeline, _ freshness: Freshness = .now) -> ForecastTest? {
    let machine = timeline.machine
    if self.machine !== machine {
      self.machine = machine
      kept = [:]
    }
    guard let task = machine.setup.data.forecast else { return nil }
    let pace = TestPace(machine: machine)
    let parameters = machine.predictingNumbers()
    if let last = kept[part] {
      if last.parameters == parameters { return last.test }
      if !pace.isDue(freshness, afterWork: last.work, at: last.test.completedIterations) { return last.test }
    }
    let made = make(part, task, timeline, pace)
    kept[part] = made.map { Kept(test: $0.test, parameters: parameters, work: $0.work) }
    return made?.test
  }

  private func make(
    _ part: DataPart, _ task: ForecastTask, _ timeline: Timeline, _ pace: TestPace
  ) -> (test: ForecastTest, work: Int)? {
    let (machine, predictor) = (timeline.machine, timeline.predictor)
    let data = machine.setup.data
    let samples = part == .train ? data.train : data.test
    guard samples.count > 0, predictor.outputCount == 1 else { return nil }
    predictor.adopt(machine)
    let examples = part == .train ? data.trainExamples : data.testExamples
    let freeRun = part == .test ? freeRun(task, samples, first: examples.first, predictor, pace) : nil
    let test = ForecastTest(part, of: machine, predictor, freeRun: freeRun)
    return test.map {
      ($0, $0.testedCount * pace.workPerSample + (freeRun?.levels.count ?? 0) * pace.workPerSingleSample)
    }
  }

  /// Over all rows from the first tested one to the series' end, the gaps included.
  private func freeRun(
    _ task: ForecastTask, _ samples: Dataset, first: Int?, _ predictor: Predictor, _ pace: TestPace
  ) -> FreeRun? {
    guard task.feedsItself, let first else { return nil }
    let firstRow = task.targetRows[first]
    var window = Array(samples.example(0))
    var today = Double(task.todays[first])
    var levels: [Double] = []
    for _ in 0..<min(task.series.count - firstRow, pace.mostSingleSamples) {
      guard let output = predictor.predictions(features: window).first else { return nil }
      today = task.level(of: output, from: today)
      levels.append(today)
      // Inputs and targets have one and the same scale: what comes out can go in.
      window.removeFirst()
      window.append(output)
    }
    return FreeRun(firstRow: firstRow, levels: levels)
  }
}

extension Timeline {
  /// A test of the forecasts of the network as it is now; nil where no series is forecast.
  public func forecastTest(_ part: DataPart) -> ForecastTest? {
    ForecastTester().test(part, of: self)
  }
}
