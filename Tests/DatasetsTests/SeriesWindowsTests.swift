import Datasets
import Foundation
import TensorMath
import Testing

/// Series cut into windows: against NumPy, and by hand where gaps and the future are concerned.
@Suite struct SeriesWindowsTests {
  struct Reference: Decodable, Sendable, CustomTestStringConvertible {
    struct Example: Decodable, Sendable {
      let index: Int
      let row: Int
      let today: Float
      let inputs: [Float]
      let target: Float
    }
    let name: String
    let data: String
    let window: Int
    let horizon: Int
    let values: String
    let gaps: String
    let features: [String]
    let train_share: Double
    let trained: Int
    let tested: Int
    let means: [Float]
    let deviations: [Float]
    let target_mean: Float
    let target_deviation: Float
    let examples: [Example]
    let naive_rmse: Float
    let naive_mae: Float

    var testDescription: String { name }

    static func all() throws -> [Reference] {
      struct Cases: Decodable { let cases: [Reference] }
      let url = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "ReferenceValues/series_windows.json")
      return try JSONDecoder().decode(Cases.self, from: Data(contentsOf: url)).cases
    }
  }

  private func isClose(_ ours: Float, _ theirs: Float, _ tolerance: Float = 1e-6) -> Bool {
    abs(ours - theirs) <= tolerance * max(abs(theirs), 1)
  }

  @Test(arguments: try Reference.all()) func windowsAreThoseOfNumPy(_ reference: Reference) throws {
    let choices = SeriesChoices(
      window: reference.window, horizon: reference.horizon, values: SeriesValues(reference.values),
      gaps: SeriesGaps(reference.gaps))
    let data = try SampleFiles.prepared(
      DataSelection(
        dataset: reference.data, features: reference.features.isEmpty ? nil : reference.features, seed: 1,
        trainShare: reference.train_share, series: choices))
    let forecast = try #require(data.forecast)
    #expect(data.train.count == reference.trained && data.test.count == reference.tested)
    let channels = max(reference.features.count, 1)
    #expect(data.train.exampleShape == [reference.window, channels])
    for channel in 0..<channels {
      for step in 0..<reference.window {
        let feature = step * channels + channel
        #expect(isClose(data.standardization.means[feature], reference.means[channel]))
        #expect(isClose(data.standardization.deviations[feature], reference.deviations[channel]))
      }
    }
    #expect(isClose(forecast.targetStandardization.means[0], reference.target_mean))
    #expect(isClose(forecast.targetStandardization.deviations[0], reference.target_deviation))
    for example in reference.examples {
      #expect(forecast.targetRows[example.index] == example.row)
      #expect(isClose(forecast.todays[example.index], example.today))
      let (part, index) =
        example.index < reference.trained
        ? (data.train, example.index) : (data.test, example.index - reference.trained)
      #expect(part.lines[index] == example.row + 2)
      for (ours, theirs) in zip(part.example(index), example.inputs) { #expect(isClose(ours, theirs, 1e-5)) }
      #expect(part.example(index).count == example.inputs.count)
      #expect(isClose(part.targets[index], example.target, 1e-5))
      // And back: the network's number is the series' own again.
      let truth = try #require(forecast.target.values[example.row])
      let level = forecast.level(of: part.targets[index], from: Double(example.today))
      #expect(abs(level - Double(truth)) < 2e-5 * max(Double(truth), 1))
    }
  }

  /// "Tomorrow = today" on the same days, from the numbers that are kept, as SOURCES.md and NumPy have it.
  @Test(arguments: try Reference.all()) func todayIsKeptForTheYardstick(_ reference: Reference) throws {
    let choices = SeriesChoices(
      window: reference.window, horizon: reference.horizon, values: SeriesValues(reference.values),
      gaps: SeriesGaps(reference.gaps))
    let data = try SampleFiles.prepared(
      DataSelection(dataset: reference.data, seed: 1, trainShare: reference.train_share, series: choices))
    let forecast = try #require(data.forecast)
    let errors = try data.testExamples.map { example in
      Double(forecast.todays[example]) - Double(try #require(forecast.target.values[forecast.targetRows[example]]))
    }
    // Where other columns are seen their gaps would leave out other days; the shipped shares have none.
    let rmse = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    let mae = errors.reduce(0) { $0 + abs($1) } / Double(errors.count)
    #expect(isClose(Float(rmse), reference.naive_rmse) && isClose(Float(mae), reference.naive_mae))
  }

  // MARK: By hand

  /// `levels` written as a file of years from 2001; an empty text is a gap.
  static func prepared(
    _ levels: [String], _ choices: SeriesChoices, trainShare: Double = 0.5,
    preparation: PreparedData.Preparation? = .keep
  ) throws(DataError) -> PreparedData {
    let rows = levels.enumerated().map { "\(2001 + $0),\($1)" }
    return try Written.series("year,x\n" + rows.joined(separator: "\n"), choices, trainShare, preparation)
  }

  @Test func aWindowIsWhatCameBefore() throws {
    let data = try Self.prepared(["5", "6", "8", "7", "9", "4", "3", "1"], SeriesChoices(window: 2), trainShare: 0.5)
    #expect(data.train.inputs == Tensor([2, 2, 1], [5, 6, 6, 8]))
    #expect(data.train.targets == Tensor([2, 1], [8, 7]))
    // The first window to test on reaches back to where training ends, and no further.
    #expect(data.test.inputs == Tensor([4, 2, 1], [8, 7, 7, 9, 9, 4, 4, 3]))
    #expect(data.test.targets == Tensor([4, 1], [9, 4, 3, 1]))
    #expect(data.train.featureNames == ["x(t−1)", "x(t)"])
    #expect(data.train.task == .regression(targetName: "x(t+1)"))
    let forecast = try #require(data.forecast)
    #expect(forecast.todays == [6, 8, 7, 9, 4, 3] && forecast.targetRows == Array(2...7) && forecast.firstTestRow == 4)
    #expect(forecast.series.dates == (2001...2008).map(String.init) && forecast.skippedCount == 0)
  }

  @Test func changesCountFromTheWindowsLastMoment() throws {
    let levels = ["1", "2", "4", "8", "16", "8", "4", "16"]
    let differences = try Self.prepared(
      levels, SeriesChoices(window: 2, horizon: 2, values: .differences), trainShare: 0.8)
    #expect(differences.train.inputs == Tensor([2, 2, 1], [1, 2, 2, 4]))
    #expect(differences.train.targets == Tensor([2, 1], [12, 0]))
    #expect(differences.train.featureNames == ["Δ x(t−1)", "Δ x(t)"])
    let returns = try Self.prepared(levels, SeriesChoices(window: 1, values: .logReturns), trainShare: 0.8)
    let doubled = Float(0.693_147_2)
    #expect(returns.train.targets.values == [doubled, doubled, doubled, -doubled])
    let forecast = try #require(returns.forecast)
    #expect(abs(forecast.level(of: doubled, from: 100) - 200) < 1e-4)
    #expect(try #require(differences.forecast).level(of: -3, from: 100) == 97)
  }

  @Test func windowsThatTouchAGapAreLeftOut() throws {
    let data = try Self.prepared(["5", "6", "", "7", "9", "4", "3", "1"], SeriesChoices(window: 1), trainShare: 0.75)
    #expect(data.train.inputs.values == [5, 7, 9] && data.train.targets.values == [6, 9, 4])
    #expect(data.forecast?.skippedCount == 2 && data.forecast?.gapCount == 1)
    let changes = try Self.prepared(
      ["5", "6", "", "7", "9", "4", "3", "1"], SeriesChoices(window: 1, values: .differences), trainShare: 0.9)
    // A change takes two neighbors: 9 − 7 leads to 4 − 9, and 5, 6 lead nowhere.
    #expect(changes.train.inputs.values == [2, -5] && changes.train.targets.values == [-5, -1])
  }

  /// Between 6 and 9 lie 7 and 8, once 9 is known; before that, 6 is carried on. A gap is not forecast.
  @Test func aGapIsBridgedWithoutTheFuture() throws {
    let data = try Self.prepared(
      ["5", "6", "", "", "9", "4", "3", "1", "2", "1"], SeriesChoices(window: 3, gaps: .interpolate), trainShare: 0.8)
    let rows = try #require(data.forecast).targetRows
    #expect(rows == [4, 5, 6, 7, 8, 9])
    // The window of rows 1 to 3 ends inside the gap; those of rows 2 to 4 and 3 to 5 know what follows it.
    #expect(Array(data.train.example(0)) == [6, 6, 6] && data.train.targets[0] == 9)
    #expect(Array(data.train.example(1)) == [7, 8, 9])
    #expect(Array(data.train.example(2)) == [8, 9, 4])
    #expect(data.forecast?.todays[0] == 6)
  }

  @Test func onlyRowsToTrainOnMakeTheScale() throws {
    let data = try Self.prepared(
      ["1", "3", "1", "3", "1000", "2000", "-7", "5"], SeriesChoices(window: 1), trainShare: 0.5,
      preparation: .standardize)
    #expect(data.standardization.means == [2] && data.standardization.deviations == [1])
    #expect(data.forecast?.targetStandardization == data.standardization)
    #expect(data.test.targets.values == [998, 1998, -9, 3])
  }

  @Test(arguments: [
    ["1700", "1701", "1702"], ["2012-12", "2013/01", "2013-02"], ["2012-02-28", "2012-02-29", "2012/03/01"],
    ["2013-03-01 09:30", "2013-03-01T09:31:05", "2013-03-02 00:00"], ["0", "4", "8"],
  ]) func datesOfSeveralKinds(_ dates: [String]) throws {
    let text = "when;x\n" + zip(dates, [1, 3, 2]).map { "\($0);\($1)" }.joined(separator: "\n")
    let data = try Written.series(text, SeriesChoices(window: 1), 1, .keep)
    #expect(data.forecast?.series.dates == dates)
    #expect(data.train.count == 2 && data.test.count == 0)
  }

  /// A file of shares as it comes from a bank: `close` is forecast although it is not the last column.
  @Test func theColumnCloseIsForecastWhereThereIsOne() throws {
    let text = "Date,Open,Close,Volume\n2020-01-02,1,2,9\n2020-01-03,2,4,8\n2020-01-06,3,5,7\n2020-01-07,3,4,7\n"
    let data = try Written.series(text, SeriesChoices(window: 1), 1, .keep)
    #expect(data.forecast?.target.name == "Close" && data.train.targets.values == [4, 5, 4])
    let chosen = try Written.series(text, SeriesChoices(window: 1), 1, .keep, features: ["Volume", "Open"])
    #expect(chosen.train.inputs.values == [9, 1, 8, 2, 7, 3] && chosen.train.targets.values == [4, 5, 4])
  }
}
