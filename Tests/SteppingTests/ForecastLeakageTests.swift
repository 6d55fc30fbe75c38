import Datasets
import Foundation
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Nothing that happens in the days to test on reaches the training: not the inputs, not the targets, not the scales, and
/// so not one weight.
@Suite struct ForecastLeakageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let data: String
    let choices: SeriesChoices
    var features: [String]?

    var testDescription: String { "\(data) \(choices.values?.rawValue ?? "") \(choices.gaps?.rawValue ?? "")" }
  }

  static let cases = [
    Case(data: "ibm", choices: SeriesChoices(window: 12, values: .levels)),
    Case(
      data: "ibm", choices: SeriesChoices(window: 12, horizon: 5, values: .logReturns), features: ["close", "volume"]),
    Case(data: "aapl", choices: SeriesChoices(window: 12, values: .differences)),
    Case(data: "sunspots", choices: SeriesChoices(window: 20, horizon: 2)),
    Case(data: "co2", choices: SeriesChoices(window: 30, horizon: 3, gaps: .skip)),
    Case(data: "co2", choices: SeriesChoices(window: 30, horizon: 3, gaps: .interpolate)),
  ]

  private func prepared(_ each: Case, _ change: (_ row: Int, _ fields: [String]) -> [String]) throws -> PreparedData {
    let entry = try DatasetCatalog.entry(named: each.data)
    let file = try #require(entry.files.first)
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "sample-data").appending(path: file)
    var lines = String(decoding: try Data(contentsOf: url), as: UTF8.self).split(separator: "\n").map(String.init)
    for line in lines.indices.dropFirst() {
      let fields = lines[line].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      lines[line] = change(line - 1, fields).joined(separator: ",")
    }
    // Half of the years of co2 to train on: the rows around the cut then have gaps.
    return try entry.prepared(
      for: DataSelection(
        dataset: each.data, features: each.features, seed: 1, trainShare: each.data == "co2" ? 0.4174 : 0.8,
        series: each.choices),
      files: [file: Array(lines.joined(separator: "\n").utf8)])
  }

  /// Everything that a run has after some iterations, bit for bit.
  private func trained(_ data: PreparedData) throws -> Bits {
    let timeline = try Timeline(
      try Setups.setup(
        [("hidden", 5, "tanh"), ("output", 1, "linear")], "squared-error", data, "adam", 0.01, batch: 32))
    timeline.run(iterations: 60)
    return Bits(timeline)
  }

  private func bits(_ tensor: Tensor) -> [UInt32] { tensor.values.map(\.bitPattern) }

  @Test(arguments: cases) func changingTheDaysToTestOnChangesNothingInTraining(_ each: Case) throws {
    let original = try prepared(each) { $1 }
    let first = try #require(original.forecast).firstTestRow
    // Other numbers on every day to test on, and a gap on every seventeenth, the first one among them.
    let changed = try prepared(each) { row, fields in
      guard row >= first else { return fields }
      let isGap = each.choices.gaps != nil && (row - first).isMultiple(of: 17)
      return [fields[0]] + fields.dropFirst().map { _ in isGap ? "" : "\(50 + (row * 37) % 101)" }
    }
    #expect(changed.forecast?.firstTestRow == first)
    #expect(bits(changed.train.inputs) == bits(original.train.inputs))
    #expect(bits(changed.train.targets) == bits(original.train.targets))
    #expect(changed.standardization == original.standardization)
    #expect(changed.forecast?.targetStandardization == original.forecast?.targetStandardization)
    #expect(changed.trainExamples == original.trainExamples)
    #expect(try trained(changed) == trained(original))
    // The days to test on were really others.
    #expect(bits(changed.test.targets) != bits(original.test.targets))
  }

  /// The same comparison sees the last day to train on: it is not blind.
  @Test(arguments: cases) func changingTheLastDayToTrainOnIsSeen(_ each: Case) throws {
    let original = try prepared(each) { $1 }
    let first = try #require(original.forecast).firstTestRow
    let changed = try prepared(each) { row, fields in
      row == first - 1 ? [fields[0]] + fields.dropFirst().map { _ in "77" } : fields
    }
    #expect(bits(changed.train.targets) != bits(original.train.targets))
    #expect(changed.standardization != original.standardization)
    #expect(try trained(changed) != trained(original))
  }

  /// Training windows end before what is tested on begins, and windows to test on never see their own future.
  @Test(arguments: cases) func windowsLieInThePast(_ each: Case) throws {
    let data = try prepared(each) { $1 }
    let forecast = try #require(data.forecast)
    #expect(data.trainExamples.allSatisfy { forecast.targetRows[$0] < forecast.firstTestRow })
    #expect(data.testExamples.allSatisfy { forecast.targetRows[$0] >= forecast.firstTestRow })
    #expect(forecast.targetRows == forecast.targetRows.sorted() && data.test.count > 0)
    // Every seventh of the first windows: each takes a file of its own.
    for example in data.testExamples.prefix(36) where (example - data.trainExamples.count).isMultiple(of: 7) {
      let end = forecast.targetRows[example] - forecast.horizon
      let cut = try prepared(each) { row, fields in
        // The days to train on make the scales, whatever is forecast.
        let isKnown = row <= end || row < forecast.firstTestRow || row == forecast.targetRows[example]
        return isKnown ? fields : [fields[0]] + fields.dropFirst().map { _ in "66" }
      }
      let place = try #require(cut.forecast?.targetRows.firstIndex(of: forecast.targetRows[example]))
      #expect(
        cut.test.example(place - cut.trainExamples.count).map(\.bitPattern)
          == data.test.example(example - data.trainExamples.count).map(\.bitPattern))
    }
  }
}
