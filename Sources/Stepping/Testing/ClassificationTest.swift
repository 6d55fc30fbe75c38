public import NeuralNet
import TensorMath

/// What a classifier makes of every sample of a part of the data, at one moment: class probabilities, losses,
/// the confusion matrix, and the mistakes in the order of how wrong they are.
public struct ClassificationTest: Hashable, Sendable {
  public let part: DataPart
  /// How many iterations had made the parameters that were tested; a run may be further on by now.
  public let completedIterations: Int
  public let classCount: Int
  /// [samples, classes], row major. A network with one output gives the probability of the second class.
  public let probabilities: [Float]
  /// The data loss of each sample by itself.
  public let losses: [Double]
  public let truths: [Int]
  public let predicted: [Int]
  public let confusion: ConfusionMatrix
  /// Samples whose predicted class is wrong, those with the highest loss first; of equals the first first.
  public let mistakes: [Int]
  /// How many samples the part has; with a large network not all of them are tested.
  public let sampleCount: Int

  init(
    _ part: DataPart, completedIterations: Int, predictions: [Float], outputs: Int, losses: [Double], targets: [Float],
    classCount: Int, sampleCount: Int
  ) {
    self.part = part
    self.completedIterations = completedIterations
    self.classCount = classCount
    self.losses = losses
    self.sampleCount = sampleCount
    let tested = losses.count
    let targets = Array(targets.prefix(tested))
    let predicted = (0..<tested).map {
      Accuracy.predictedClass(predictions[$0 * outputs..<($0 + 1) * outputs])
    }
    let truths = targets.map { Int($0) }
    probabilities = outputs == 1 ? predictions.flatMap { [1 - $0, $0] } : predictions
    confusion = ConfusionMatrix(
      predictions: predictions, outputs: outputs, targets: targets, classCount: classCount)
    mistakes = (0..<tested).filter { predicted[$0] != truths[$0] }.sorted {
      // A loss that is no number is as wrong as can be.
      let (a, b) = (losses[$0].isNaN ? .infinity : losses[$0], losses[$1].isNaN ? .infinity : losses[$1])
      return a != b ? a > b : $0 < $1
    }
    self.predicted = predicted
    self.truths = truths
  }

  public var testedCount: Int { losses.count }

  /// The class probabilities of a sample.
  public func probabilities(of sample: Int) -> ArraySlice<Float> {
    probabilities[sample * classCount..<(sample + 1) * classCount]
  }

  /// The most probable classes of a sample, the most probable first.
  public func likeliest(_ count: Int, of sample: Int) -> [Int] {
    Array(Array(probabilities(of: sample)).indicesFromLargest.prefix(count))
  }

  /// The samples of a class, taken for another one, or both; the worst first.
  public func samples(truth: Int?, predicted wanted: Int?) -> [Int] {
    (0..<testedCount).filter { (truth ?? truths[$0]) == truths[$0] && (wanted ?? predicted[$0]) == predicted[$0] }
      .sorted { losses[$0] != losses[$1] ? losses[$0] > losses[$1] : $0 < $1 }
  }
}
