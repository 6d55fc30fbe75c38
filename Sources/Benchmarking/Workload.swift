import Autodiff
import Datasets
import NeuralNet
public import Stepping
public import TensorMath

/// A standard piece of work whose speed is measured: a network, an optimizer and batches of random
/// numbers. One step is forward, loss, backward and update.
public struct Workload: Sendable {
  public let name: String
  public let summary: String
  public let layers: [(units: Int, activation: String)]
  public let inputCount: Int
  public let loss: String
  public let optimizer: String
  public let learningRate: Float
  public let batchSize: Int
  /// How many samples the data has; batches are taken in order, over and over.
  public let sampleCount: Int
  /// Classes for softmax; 2 stands for targets 0 and 1.
  public let classCount: Int

  public static let all: [Workload] = [
    Workload(
      name: "W1", summary: "one sigmoid neuron, 2 inputs, BCE, batch 1, SGD", layers: [(1, "linear")], inputCount: 2,
      loss: "binary-cross-entropy", optimizer: "sgd", learningRate: 0.1, batchSize: 1, sampleCount: 256, classCount: 2),
    Workload(
      name: "W2a", summary: "MLP 2-8-8-1 tanh, BCE, batch 10, SGD",
      layers: [(8, "tanh"), (8, "tanh"), (1, "linear")], inputCount: 2, loss: "binary-cross-entropy",
      optimizer: "sgd", learningRate: 0.1, batchSize: 10, sampleCount: 200, classCount: 2),
    Workload(
      name: "W2b", summary: "MLP 2-8-8-1 tanh, BCE, full batch 200, SGD",
      layers: [(8, "tanh"), (8, "tanh"), (1, "linear")], inputCount: 2, loss: "binary-cross-entropy",
      optimizer: "sgd", learningRate: 0.1, batchSize: 200, sampleCount: 200, classCount: 2),
    Workload(
      name: "W3", summary: "MLP 784-128-64-10 ReLU, softmax CE, batch 64, Adam",
      layers: [(128, "relu"), (64, "relu"), (10, "linear")], inputCount: 784, loss: "softmax-cross-entropy",
      optimizer: "adam", learningRate: 0.001, batchSize: 64, sampleCount: 640, classCount: 10),
  ]

  /// The network and batches of seeded random numbers.
  public func setup() throws(SetupError) -> TrainingSetup {
    var random = RandomSource(seed: 1, purpose: "benchmark \(name)")
    let inputs = Tensor([sampleCount, inputCount], (0..<sampleCount * inputCount).map { _ in random.normal() })
    let labels = (0..<sampleCount).map { _ in Float(random.integer(below: classCount)) }
    return try setup(inputs: inputs, labels: labels, initialValues: [:])
  }

  var isBinary: Bool { loss == "binary-cross-entropy" }

  /// The network with given data and first weights.
  public func setup(
    inputs: Tensor, labels: [Float], initialValues: [String: [Float]], batchSize: Int? = nil
  ) throws(SetupError) -> TrainingSetup {
    let names = (0..<classCount).map { "class \($0)" }
    let dataset = Dataset(
      name: name, inputs: inputs, targets: Tensor(isBinary ? [labels.count, 1] : [labels.count], labels),
      featureNames: (0..<inputCount).map { "x\($0)" },
      task: isBinary ? .binaryClassification(classNames: names) : .classification(classNames: names),
      source: "benchmark")
    let descriptions = layers.enumerated().map { index, layer in
      LayerDescription.dense("layer\(index + 1)", units: layer.units, activation: layer.activation)
    }
    let model = ModelDescription(inputCount: inputCount, layers: descriptions, loss: loss)
    let configuration = TrainingConfiguration(
      model: model, optimizer: OptimizerDescription(optimizer), learningRate: learningRate,
      batchSize: batchSize ?? self.batchSize, shuffles: false, initialValues: initialValues)
    return try TrainingSetup(configuration, data: PreparedData(inOrder: dataset))
  }
}
