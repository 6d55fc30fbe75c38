import Autodiff
import Datasets
import Foundation
import NeuralNet
import Stepping
import TensorMath
import Testing

/// What forecasts are worth beside "tomorrow = today": against NumPy, with autoregressions that it has fitted.
@Suite struct ForecastTestTests {
  struct Reference: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let data: String
    let order: Int
    let values: String
    let horizon: Int
    let weights: [Float]
    let bias: Float
    let tested: Int
    let rmse: Double
    let mae: Double
    let right_directions: Int
    let rises: Int
    let falls: Int
    let unchanged: Int
    let naive_rmse: Double
    let naive_mae: Double
    let one_step: [Double]
    let free_run: [Double]

    var testDescription: String { name }

    static func all() throws -> [Reference] {
      struct Cases: Decodable { let cases: [Reference] }
      let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/forecasts.json")
      return try JSONDecoder().decode(Cases.self, from: Data(contentsOf: url)).cases
    }
  }

  /// One linear unit over the window.
  private static func setup(
    _ data: String, _ choices: SeriesChoices, weights: [Float], bias: Float = 0, features: [String]? = nil,
    trainShare: Double = 0.8, rate: Float = 0.01
  ) throws -> TrainingSetup {
    let prepared = try Setups.prepared(
      DataSelection(dataset: data, features: features, seed: 1, trainShare: trainShare, series: choices))
    return try TrainingSetup(
      TrainingConfiguration(
        model: ModelDescription(
          inputCount: prepared.train.featureCount, layers: [.dense("output", units: 1)], loss: "squared-error"),
        learningRate: rate, batchSize: 32, initialValues: ["output.weight": weights, "output.bias": [bias]]),
      data: prepared)
  }

  private func isClose(_ ours: Double, _ theirs: Double, _ tolerance: Double = 2e-5) -> Bool {
    abs(ours - theirs) <= tolerance * max(abs(theirs), 1)
  }

  @Test(arguments: try Reference.all()) func theFiguresAreThoseOfNumPy(_ reference: Reference) throws {
    let choices = SeriesChoices(
      window: reference.order, horizon: reference.horizon, values: SeriesValues(reference.values))
    let timeline = try Timeline(
      try Self.setup(reference.data, choices, weights: reference.weights, bias: reference.bias))
    let test = try #require(timeline.forecastTest(.test))
    #expect(test.testedCount == reference.tested && test.sampleCount == reference.tested)
    #expect(isClose(test.model.rmse, reference.rmse) && isClose(test.model.mae, reference.mae))
    #expect(isClose(test.naive.rmse, reference.naive_rmse, 1e-6) && isClose(test.naive.mae, reference.naive_mae, 1e-6))
    #expect(test.model.rightDirections == reference.right_directions && test.naive.rightDirections == 0)
    #expect(
      (test.model.rises, test.model.falls, test.model.unchanged)
        == (reference.rises, reference.falls, reference.unchanged))
    #expect(isClose(try #require(test.rmseRatio), reference.rmse / reference.naive_rmse))
    #expect(isClose(try #require(test.maeRatio), reference.mae / reference.naive_mae))
    for (ours, theirs) in zip(test.forecasts.prefix(5) + test.forecasts.suffix(5), reference.one_step) {
      #expect(isClose(ours, theirs))
    }
    // A free run feeds rounding back as well: 60 steps of it.
    #expect((test.freeRun == nil) == reference.free_run.isEmpty)
    #expect(test.freeRun.map { $0.levels.count == reference.tested } ?? true)
    for (ours, theirs) in zip(test.freeRun?.levels ?? [], reference.free_run) { #expect(isClose(ours, theirs, 2e-4)) }
  }

  /// A network that hands on the last number is "tomorrow = today": the ratio is 1, and no direction is right.
  @Test(arguments: ["ibm", "sunspots"]) func whoRepeatsTodayIsTheYardstick(_ data: String) throws {
    let setup = try Self.setup(data, SeriesChoices(window: 3), weights: [0, 0, 1])
    let test = try #require(try Timeline(setup).forecastTest(.test))
    #expect(try abs(#require(test.rmseRatio) - 1) < 1e-6)
    #expect(try abs(#require(test.maeRatio) - 1) < 1e-5)
    let unchanging = try Self.setup(
      data == "ibm" ? "ibm" : "elnino", SeriesChoices(window: 3, values: .differences), weights: [0, 0, 0])
    let still = try #require(try Timeline(unchanging).forecastTest(.test))
    // Standardized nothing is the mean change of the training part, which is small.
    #expect(abs(try #require(still.rmseRatio) - 1) < 0.01)
  }

  /// By hand: up, up, unchanged, down; forecasts right, wrong, of any kind, none.
  @Test func directionsAreCounted() throws {
    let errors = ForecastErrors(
      forecasts: [12, 9, 8, 10], truths: [11, 12, 10, 7], todays: [10, 10, 10, 10])
    #expect(errors.rightDirections == 1 && errors.rises == 2 && errors.falls == 1 && errors.unchanged == 1)
    #expect(errors.directionAccuracy == 1.0 / 3 && errors.frequentDirectionShare == 2.0 / 3)
    #expect(abs(errors.mae - (1 + 3 + 2 + 3) / 4) < 1e-12)
    #expect(abs(errors.rmse - (23.0 / 4).squareRoot()) < 1e-12)
    let still = ForecastErrors(forecasts: [1], truths: [2], todays: [2])
    #expect(still.directionAccuracy == nil && still.frequentDirectionShare == nil)
  }

  /// Only what sees nothing but its own forecasts can go on from them.
  @Test func aFreeRunNeedsNothingElse() throws {
    let ahead = try Self.setup("ibm", SeriesChoices(window: 2, horizon: 2), weights: [0, 1])
    #expect(try #require(try Timeline(ahead).forecastTest(.test)).freeRun == nil)
    let other = try Self.setup(
      "ibm", SeriesChoices(window: 2), weights: [0, 0, 0, 1], features: ["volume", "close"])
    #expect(try #require(try Timeline(other).forecastTest(.test)).freeRun == nil)
    let own = try Self.setup("ibm", SeriesChoices(window: 2), weights: [0, 1])
    let test = try #require(try Timeline(own).forecastTest(.test))
    let free = try #require(test.freeRun)
    // Who repeats today goes on repeating the last day before the test.
    #expect(free.firstRow == test.rows[0] && free.levels.count == 654)
    #expect(free.levels.allSatisfy { abs($0 - test.todays[0]) < 1e-3 })
  }

  /// A free run begins at the end of training and sees nothing measured later, though it ends where the series does.
  @Test func theTrainingPartCanBeTestedToo() throws {
    let timeline = try Timeline(try Self.setup("sunspots", SeriesChoices(window: 4), weights: [0, 0, 0, 1]))
    let test = try #require(timeline.forecastTest(.train))
    #expect(test.testedCount == 243 && test.freeRun == nil && test.rows.first == 4 && test.rows.last == 246)
    let whole = try Self.setup("sunspots", SeriesChoices(window: 4), weights: [0, 0, 0, 1], trainShare: 1)
    #expect(try Timeline(whole).forecastTest(.test) == nil)
    #expect(try Timeline(Setups.plane()).forecastTest(.test) == nil)
  }

  // MARK: Beside a run

  /// A snapshot carries it where it is asked for; a run that goes on by itself is not tested for every picture.
  @Test func snapshotsCarryIt() throws {
    let session = TrainerSession()
    // A small network: what costs here is the free run, a sample after the other.
    session.perform(.load(try Self.setup("sunspots", SeriesChoices(window: 6), weights: [0, 0, 0, 0, 0, 1])))
    #expect(session.snapshot() != nil && session.snapshot()?.forecast == nil)
    var request = SnapshotRequest()
    request.forecast = .test
    session.perform(.request(request))
    func tested() throws -> ForecastTest { try #require(session.snapshot()?.forecast) }
    let first = try tested()
    #expect(first.completedIterations == 0)
    session.perform(.play(.fullSpeed))
    var made: Set<Int> = []
    for _ in 0..<60 {
      session.run(iterations: 1)
      made.insert(try tested().completedIterations)
    }
    #expect(made.count < 10, "\(made)")
    session.perform(.pause)
    let later = try tested()
    #expect(later.completedIterations == 60 && later.model != first.model && later.naive == first.naive)
    session.perform(.stepBack(.iteration))
    #expect(try tested().completedIterations == 59)
  }
}
