import Datasets
import TensorMath

/// What a network makes of a series on days that it has not learned from, in the series' own unit, beside the honest
/// yardstick: "tomorrow = today", on the same days.
///
/// Errors of the level alone prove nothing: who repeats today's price follows every chart.
public struct ForecastTest: Hashable, Sendable {
  public let part: DataPart
  /// How many iterations had made the parameters that were tested; a run may be further on by now.
  public let completedIterations: Int
  /// Which rows of the series were forecast, one for each sample.
  public let rows: [Int]
  public let truths: [Double]
  /// The last number that was known when each forecast was made: what the yardstick says.
  public let todays: [Double]
  /// The network's forecasts, each from numbers that were really measured.
  public let forecasts: [Double]
  public let model: ForecastErrors
  public let naive: ForecastErrors
  /// The network's forecasts made from its own forecasts; nil where it cannot feed itself (see ``FreeRun``).
  public let freeRun: FreeRun?
  /// How many samples the part has; with a large network not all of them are tested.
  public let sampleCount: Int

  /// The forecasts of a machine's network as it is now; nil where no series is forecast or the part has no samples.
  ///
  /// - Parameter predictor: one for the machine's setup, which takes over the machine's parameters.
  public init?(_ part: DataPart, of machine: TrainingMachine, _ predictor: Predictor, freeRun: FreeRun? = nil) {
    let data = machine.setup.data
    let samples = part == .train ? data.train : data.test
    guard let task = data.forecast, samples.count > 0, predictor.outputCount == 1 else { return nil }
    predictor.adopt(machine)
    let tested = min(samples.count, TestPace(machine: machine).mostSamples)
    self.init(
      part, of: task, examples: part == .train ? data.trainExamples : data.testExamples,
      outputs: predictor.predictions(features: Array(samples.inputs.values.prefix(tested * samples.featureCount))),
      completedIterations: machine.completedIterations, freeRun: freeRun)
  }

  /// - Parameter outputs: what the network puts out for the first samples of the part.
  init(
    _ part: DataPart, of task: ForecastTask, examples: [Int], outputs: [Float], completedIterations: Int,
    freeRun: FreeRun?
  ) {
    self.part = part
    self.completedIterations = completedIterations
    self.freeRun = freeRun
    sampleCount = examples.count
    let tested = examples.prefix(outputs.count)
    rows = tested.map { task.targetRows[$0] }
    todays = tested.map { Double(task.todays[$0]) }
    truths = rows.map { row in task.target.values[row].map(Double.init) ?? .nan }
    let todays = todays
    forecasts = zip(outputs, todays).map { task.level(of: $0, from: $1) }
    model = ForecastErrors(forecasts: forecasts, truths: truths, todays: todays)
    naive = ForecastErrors(forecasts: todays, truths: truths, todays: todays)
  }

  /// The network's error as a multiple of the yardstick's: below 1 it is better than saying nothing. Nil where the
  /// yardstick makes no error, which a series that stands still brings about.
  public var rmseRatio: Double? { naive.rmse > 0 ? model.rmse / naive.rmse : nil }
  public var maeRatio: Double? { naive.mae > 0 ? model.mae / naive.mae : nil }

  public var testedCount: Int { forecasts.count }
}

/// How wrong forecasts are, in the series' own unit.
public struct ForecastErrors: Hashable, Sendable {
  /// √ mean (forecast − truth)²
  public let rmse: Double
  /// mean |forecast − truth|
  public let mae: Double
  /// How often the forecast change from today has the sign of the real one. A forecast of no change never has.
  public let rightDirections: Int
  /// How often the series really rose, and how often it fell; days without a change count for neither.
  public let rises: Int
  public let falls: Int
  /// Days without a change, which have no direction and are left out.
  public let unchanged: Int

  /// - Parameter todays: the last number known when each forecast was made.
  public init(forecasts: [Double], truths: [Double], todays: [Double]) {
    let errors = zip(forecasts, truths).map { $0 - $1 }
    let count = Double(max(errors.count, 1))
    rmse = (errors.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
    mae = errors.reduce(0) { $0 + $1.magnitude } / count
    let changes = zip(truths, todays).map { $0 - $1 }
    rises = changes.count { $0 > 0 }
    falls = changes.count { $0 < 0 }
    unchanged = changes.count { $0 == 0 }
    rightDirections = zip(changes, zip(forecasts, todays)).count { change, pair in
      let forecast = pair.0 - pair.1
      return change > 0 && forecast > 0 || change < 0 && forecast < 0
    }
  }

  /// The share of days whose direction was right, of those that have one.
  public var directionAccuracy: Double? { rises + falls > 0 ? Double(rightDirections) / Double(rises + falls) : nil }

  /// What somebody gets who always says the direction that was more frequent: the yardstick for directions.
  public var frequentDirectionShare: Double? {
    rises + falls > 0 ? Double(max(rises, falls)) / Double(rises + falls) : nil
  }
}

/// A forecast that goes on from itself: from the last window before the days to test on, each forecast becomes the newest
/// number of the next window.
///
/// Only a network that sees nothing but what it forecasts, one moment ahead, can do so.
public struct FreeRun: Hashable, Sendable {
  /// The row of the series that the first number forecasts.
  public let firstRow: Int
  /// In the series' own unit. A run that explodes ends in numbers that are none.
  public let levels: [Double]
}
