import Datasets
import TensorMath
import Testing

/// Generated sequences whose end asks for their beginning.
@Suite struct MemoryTaskTests {
  static let names = SequenceGeneratorCatalog.all.map(\.name)

  private func task(
    _ name: String, count: Int? = 200, lag: Int = 12, noise: Float? = nil, classes: [String]? = nil, seed: UInt64 = 3
  ) throws -> Dataset {
    try SampleFiles.dataset(
      DataSelection(dataset: name, classes: classes, count: count, noise: noise, seed: seed, lag: lag))
  }

  @Test(arguments: names, [1, 12, 500]) func theSeedDecidesAndNothingElse(_ name: String, _ lag: Int) throws {
    let data = try task(name, lag: lag)
    #expect(data.inputs.shape.dimensions[1] == lag + 2 && data.exampleShape.rank == 2)
    #expect(try data == task(name, lag: lag))
    #expect(try data.inputs != task(name, lag: lag, seed: 4).inputs)
    #expect(data.inputs.values.allSatisfy { $0.isFinite })
  }

  /// More noise disturbs the same sequences with the same answers.
  @Test(arguments: names) func noiseKeepsWhatIsToBeTold(_ name: String) throws {
    let (calm, noisy) = (try task(name, noise: 0), try task(name, noise: 0.5))
    #expect(calm.targets == noisy.targets && calm.inputs != noisy.inputs)
    let moved = zip(calm.inputs.values, noisy.inputs.values).map { $1 - $0 }.filter { $0 != 0 }.map(Double.init)
    let deviation = (moved.reduce(0) { $0 + $1 * $1 } / Double(moved.count)).squareRoot()
    #expect(abs(deviation - 0.5) < 0.03)
  }

  @Test func latchTellsTheSignOfTheFirst() throws {
    let data = try task("latch")
    #expect(data.inputs.shape == [200, 14, 1] && data.classCounts == [100, 100])
    for index in 0..<data.count {
      let numbers = Array(data.example(index))
      #expect(numbers[0] == (data.classIndex(index) == 1 ? 1 : -1))
      #expect(numbers.dropFirst().allSatisfy { $0 != 0 && abs($0) < 1 })
    }
    #expect(try task("latch", noise: 0).example(0).dropFirst().allSatisfy { $0 == 0 })
  }

  @Test(arguments: [nil, ["C", "A"], ["B", "C", "D"]]) func recallTellsTheFirstSymbol(_ classes: [String]?) throws {
    let data = try task("recall", count: 240, classes: classes)
    let names = classes ?? ["A", "B", "C", "D"]
    let width = names.count + 2
    #expect(data.classNames == names && data.inputs.shape == [240, 14, width])
    #expect(data.classCounts == Array(repeating: 240 / names.count, count: names.count))
    #expect(Array(data.featureNames.suffix(width)) == (names + ["distractor", "cue"]).map { "13:\($0)" })
    for index in 0..<data.count {
      let rows = (0..<14).map { Array(data.example(index).dropFirst($0 * width).prefix(width)) }
      #expect(rows[0] == (0..<width).map { $0 == data.classIndex(index) ? 1 : 0 })
      #expect(rows[13] == Array(repeating: 0, count: width - 1) + [1])
      for row in rows[1...12] {
        #expect(row[..<names.count].allSatisfy { $0 == 0 } && abs(row[width - 2]) <= 1 && row[width - 1] == 0)
      }
    }
  }

  /// Without the first step nothing tells the classes apart: the mean of every other number is the same for all.
  @Test func theRestOfARecallSaysNothing() throws {
    let data = try task("recall", count: 4000, lag: 4, classes: ["A", "B"])
    for feature in 4..<data.featureCount {
      let means = (0..<2).map { wanted in
        let values = (0..<data.count).filter { data.classIndex($0) == wanted }.map { Array(data.example($0))[feature] }
        return values.reduce(0, +) / Float(values.count)
      }
      #expect(abs(means[0] - means[1]) < 0.06)
    }
  }

  @Test func addingAddsTheMarkedNumbers() throws {
    let data = try task("adding", count: 2000, lag: 9)
    #expect(data.inputs.shape == [2000, 11, 2] && data.targets.shape == [2000, 1])
    var squared: Float = 0
    for index in 0..<data.count {
      let numbers = Array(data.example(index))
      let marked = (0..<11).filter { numbers[2 * $0 + 1] == 1 }
      #expect(marked.count == 2 && marked[0] < 5 && marked[1] >= 5)
      #expect(marked.reduce(0) { $0 + numbers[2 * $1] } == data.targets[index])
      squared += (data.targets[index] - 1) * (data.targets[index] - 1)
    }
    // The variance of the sum of two uniform numbers.
    #expect(abs(squared / 2000 - 1 / 6) < 0.012)
  }

  @Test(arguments: [
    (DataSelection(dataset: "recall", seed: 1, lag: 0), "lag: found 0, needed 1 to 500 steps"),
    (DataSelection(dataset: "latch", seed: 1, lag: 501), "lag: found 501, needed 1 to 500 steps"),
    (
      DataSelection(dataset: "spiral", seed: 1, lag: 5),
      "lag: found a lag, needed none: spiral holds no generated sequences"
    ),
    (DataSelection(dataset: "recall", noise: 0.6, seed: 1), "noise: found 0.6, needed a share from 0 to 0.5"),
    (DataSelection(dataset: "latch", count: 1, seed: 1), "count: found 1, needed 2 to 100000 sequences"),
    (
      DataSelection(dataset: "adding", classes: ["A", "B"], seed: 1),
      "classes: found a choice of classes, needed none: adding has a quantity to predict"
    ),
    (
      DataSelection(dataset: "recall", classes: ["A", "E"], seed: 1),
      "classes: found \"E\", needed one of \"A\", \"B\", \"C\" or \"D\""
    ),
    (DataSelection(dataset: "recall", classes: ["A"], seed: 1), "classes: found one class, needed at least two"),
    (
      DataSelection(dataset: "recall", features: ["x1"], seed: 1),
      "features: found a choice of features, needed none: recall holds whole sequences"
    ),
    (
      DataSelection(dataset: "recall", count: 100_000, seed: 1, lag: 200),
      "found 100000 examples of 1212 numbers, needed at most 67108864 numbers in all. A smaller count draws some of them"
    ),
  ]) func whatDoesNotFitIsRefused(_ selection: DataSelection, _ message: String) throws {
    let error = #expect(throws: DataError.self) { try SampleFiles.dataset(selection) }
    let place = message.hasPrefix("found") ? ":" : ","
    #expect(error?.description == "\(selection.dataset)\(place) \(message).")
  }
}
