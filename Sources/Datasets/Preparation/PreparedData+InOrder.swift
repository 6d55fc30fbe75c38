import TensorMath

extension PreparedData {
  /// All examples for training, in the order given and with the numbers given: what a benchmark or a
  /// comparison with another program needs.
  public init(inOrder dataset: Dataset) {
    raw = .numbers(dataset)
    forecast = nil
    trainExamples = Array(0..<dataset.count)
    testExamples = []
    standardization = Standardization(dividingBy: 1, featureCount: dataset.featureCount)
    train = dataset
    test = dataset.selecting(examples: [])
  }
}
