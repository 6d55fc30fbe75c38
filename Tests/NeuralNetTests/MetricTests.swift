import NeuralNet
import Testing

@Suite struct MetricTests {
  @Test func accuracyCountsTheLargest() {
    let predictions: [Float] = [0.2, 0.5, 0.3, 0.9, 0.05, 0.05, 0.1, 0.2, 0.7]
    #expect(Accuracy.value(predictions: predictions, outputs: 3, targets: [1, 0, 2]) == 1)
    #expect(Accuracy.value(predictions: predictions, outputs: 3, targets: [1, 1, 0]) == 1.0 / 3)
  }

  @Test func oneNumberIsCutAtAHalf() {
    #expect(Accuracy.value(predictions: [0.49, 0.5, 0.9, 0.1], outputs: 1, targets: [0, 1, 0, 0]) == 0.75)
    #expect(Accuracy.value(predictions: [.nan], outputs: 1, targets: [1]) == 0)
  }

  @Test func ofEqualsTheFirstCounts() {
    #expect(Accuracy.predictedClass([0.4, 0.4, 0.2]) == 0)
    // A slice of a larger array: positions count from the slice's own start.
    let all: [Float] = [9, 9, 0.1, 0.8, 0.1]
    #expect(Accuracy.predictedClass(all[2...]) == 1)
  }

  @Test func nothingHasNoAccuracy() {
    #expect(Accuracy.value(predictions: [], outputs: 3, targets: []).isNaN)
    #expect(RSquared.value(predictions: [], targets: []).isNaN)
    #expect(RSquared.value(predictions: [1], targets: [1]).isNaN)
    #expect(RSquared.value(predictions: [1, 2], targets: [3, 3]).isNaN)
  }

  @Test func explainedVariance() {
    #expect(RSquared.value(predictions: [1, 2, 3], targets: [1, 2, 3]) == 1)
    #expect(RSquared.value(predictions: [2, 2, 2], targets: [1, 2, 3]) == 0)
    #expect(RSquared.value(predictions: [3, 2, 1], targets: [1, 2, 3]) == -3)
    // 1 − (0.25 + 0.25) / 2
    #expect(RSquared.value(predictions: [1.5, 2, 2.5], targets: [1, 2, 3]) == 0.75)
  }

  @Test func confusionsAreCountedByTruthAndPrediction() {
    let predictions: [Float] = [0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.4, 0.6]
    let matrix = ConfusionMatrix(predictions: predictions, outputs: 2, targets: [0, 0, 1, 1], classCount: 2)
    #expect(matrix.counts == [[1, 1], [1, 1]])
    #expect(matrix.total == 4 && matrix.right == 2)
    let binary = ConfusionMatrix(predictions: [0.9, 0.2, 0.3, 0.6], outputs: 1, targets: [1, 1, 1, 0], classCount: 2)
    #expect(binary.counts == [[0, 1], [2, 1]])
    // More outputs than classes: what is no class is left out.
    #expect(ConfusionMatrix(predictions: [0, 0, 1], outputs: 3, targets: [0], classCount: 2).total == 0)
  }
}
