import Datasets
import TensorMath
import Testing

@Suite struct StandardizationTests {
  @Test func meanAndPopulationDeviationByHand() {
    let fitted = Standardization(fittedTo: Tensor(rows: [[1, 10], [2, 10], [3, 40]]))
    #expect(fitted.means == [2, 20])
    // √(2/3) and √200: divided by 3, not by 2.
    #expect(fitted.deviations == [0.816_496_6, 14.142_136])
    #expect(fitted.constantFeatures == [])
    #expect(abs(fitted.apply(3, feature: 0) - Float(1.5).squareRoot()) < 2e-7)
  }

  @Test func aConstantFeatureIsReportedAndOnlyMoved() {
    // 0.1 is no binary fraction: rests of its sums must not pass for a deviation.
    let fitted = Standardization(fittedTo: Tensor(rows: (0..<10).map { [0.1, Float($0)] }))
    #expect(fitted.constantFeatures == [0])
    #expect(fitted.deviations[0] == 1)
    #expect(fitted.apply(0.1, feature: 0) == 0)
  }

  @Test func inversionGivesTheRawNumberBack() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "breast-cancer", seed: 3))
    let back = data.standardization.invert(data.train.inputs)
    for (index, example) in data.trainExamples.enumerated() {
      for (feature, raw) in data.raw.example(example).enumerated() {
        // Within the rounding of a float as large as the mean or the raw number.
        let scale = max(abs(raw), abs(data.standardization.means[feature]))
        #expect(abs(back.values[index * data.raw.featureCount + feature] - raw) <= 4e-7 * scale)
      }
    }
  }

  @Test func theTrainingPartHasMeanZeroAndDeviationOne() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "penguins", seed: 3))
    let again = Standardization(fittedTo: data.train.inputs)
    #expect(again.means.allSatisfy { abs($0) < 1e-6 })
    #expect(again.deviations.allSatisfy { abs($0 - 1) < 1e-6 })
    // The test part is near that, but not exactly there: it had no say.
    #expect(Standardization(fittedTo: data.test.inputs).means.allSatisfy { abs($0) > 1e-4 && abs($0) < 0.5 })
  }

  @Test func aTestExampleNeverChangesTheStatistics() throws {
    let dataset = try SampleFiles.dataset(DataSelection(dataset: "penguins", seed: 1))
    let split = Split(seed: 5)
    let before = PreparedData(dataset, split: split)
    var inputs = dataset.inputs
    for example in before.testExamples { inputs[example, 2] = 1e6 }
    let after = PreparedData(dataset.replacing(inputs: inputs), split: split)
    #expect(after.standardization.means.map(\.bitPattern) == before.standardization.means.map(\.bitPattern))
    #expect(after.standardization.deviations.map(\.bitPattern) == before.standardization.deviations.map(\.bitPattern))
    #expect(after.train == before.train)
    #expect(after.test != before.test)

    // And a training example does change them.
    inputs[before.trainExamples[0], 2] = 1e6
    #expect(PreparedData(dataset.replacing(inputs: inputs), split: split).standardization != before.standardization)
  }

  @Test func preparedExamplesKnowTheirRawOnes() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "digits", count: 200, seed: 9))
    #expect(data.train.count == 160)
    #expect(data.train.inputs.shape == [160, 1, 8, 8])
    for (index, example) in data.testExamples.enumerated() {
      #expect(data.test.example(index).map { $0 * 16 } == data.raw.example(example))
      #expect(data.test.classIndex(index) == data.raw.classIndex(example))
    }
  }

  @Test func keepingLeavesEveryBit() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "spiral", noise: 0.1, seed: 9))
    #expect(data.train.inputs == data.raw.selecting(examples: data.trainExamples).inputs)
  }

  @Test func anEmptyPartIsPossible() {
    let points = Plane().dataset(count: 10, noise: 0, seed: 1)
    let data = PreparedData(points, split: Split(trainShare: 1, seed: 1))
    #expect(data.train.count == 10)
    #expect(data.test.count == 0)
  }
}
