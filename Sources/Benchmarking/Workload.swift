import Autodiff
import Datasets
public import NeuralNet
public import Stepping
public import TensorMath

/// A standard piece of work whose speed is measured: a network, an optimizer and batches of random
/// numbers. One step is forward, loss, backward and update.
public struct Workload: Sendable {
  public let name: String
  public let summary: String
  public let layers: [LayerDescription]
  /// The shape of a sample: `[features]`, `[channels, height, width]` or `[time, inputs]`.
  public let inputShape: Shape
  public let loss: String
  public let optimizer: String
  public let learningRate: Float
  public let batchSize: Int
  /// How many samples the data has; batches are taken in order, over and over.
  public let sampleCount: Int
  /// Classes for softmax; 2 stands for targets 0 and 1, 0 for numbers under squared error.
  public let classCount: Int

  /// How many different tokens there are where a sample is a row of them; nil for numbers.
  public var vocabulary: Int?
  /// Whether a token is asked for at every position.
  public var asksAtEveryPosition = false

  /// W1 to W3 have dense layers, W4 convolutions, W5 recurrent layers over 50 time steps, W6 attention.
  public static let all: [Workload] = [
    Workload(
      name: "W1", summary: "one sigmoid neuron, 2 inputs, BCE, batch 1, SGD", layers: [.dense("layer1", units: 1)],
      inputShape: [2], loss: "binary-cross-entropy", optimizer: "sgd", learningRate: 0.1, batchSize: 1,
      sampleCount: 256, classCount: 2),
    Workload(
      name: "W2a", summary: "MLP 2-8-8-1 tanh, BCE, batch 10, SGD",
      layers: dense((8, "tanh"), (8, "tanh"), (1, "linear")),
      inputShape: [2], loss: "binary-cross-entropy", optimizer: "sgd", learningRate: 0.1, batchSize: 10,
      sampleCount: 200, classCount: 2),
    Workload(
      name: "W2b", summary: "MLP 2-8-8-1 tanh, BCE, full batch 200, SGD",
      layers: dense((8, "tanh"), (8, "tanh"), (1, "linear")), inputShape: [2], loss: "binary-cross-entropy",
      optimizer: "sgd", learningRate: 0.1, batchSize: 200, sampleCount: 200, classCount: 2),
    Workload(
      name: "W3", summary: "MLP 784-128-64-10 ReLU, softmax CE, batch 64, Adam",
      layers: dense((128, "relu"), (64, "relu"), (10, "linear")), inputShape: [784], loss: "softmax-cross-entropy",
      optimizer: "adam", learningRate: 0.001, batchSize: 64, sampleCount: 640, classCount: 10),
    Workload(
      name: "W4a", summary: "conv 3×3 ×8, pool, conv 3×3 ×16, pool, dense 10, ReLU, 8×8, batch 32, momentum",
      layers: [convolution(1, kernels: 8, size: 3, padding: 1), pooling(2)]
        + [convolution(3, kernels: 16, size: 3, padding: 1), pooling(4)] + [flattening(5)]
        + dense((10, "linear"), after: 5),
      inputShape: [1, 8, 8], loss: "softmax-cross-entropy", optimizer: "momentum", learningRate: 0.05, batchSize: 32,
      sampleCount: 640, classCount: 10),
    Workload(
      name: "W4b", summary: "LeNet-5 with ReLU and max-pooling, 28×28, batch 64, Adam",
      layers: [convolution(1, kernels: 6, size: 5, padding: 2), pooling(2)]
        + [convolution(3, kernels: 16, size: 5, padding: 0), pooling(4)] + [flattening(5)]
        + dense((120, "relu"), (84, "relu"), (10, "linear"), after: 5),
      inputShape: [1, 28, 28], loss: "softmax-cross-entropy", optimizer: "adam", learningRate: 0.001, batchSize: 64,
      sampleCount: 640, classCount: 10),
    recurrent("W5a", "tanh RNN", RecurrentLayer.name, units: 32),
    recurrent("W5b", "LSTM", LSTM.name, units: 64),
    recurrent("W5c", "GRU", GRU.name, units: 64),
    Workload(
      name: "W6a", summary: "encoder block of width 32, 4 heads, feed-forward 64, 16 tokens of 65, batch 16, Adam",
      layers: [
        embedding(1, width: 32), block(2, EncoderBlock.name, heads: 4, feedForward: 64),
        LayerDescription(type: PoolTokens.name, name: "layer3", settings: [:]), .dense("layer4", units: 10),
      ],
      inputShape: [16], loss: "softmax-cross-entropy", optimizer: "adam", learningRate: 0.001, batchSize: 16,
      sampleCount: 320, classCount: 10, vocabulary: 65),
    Workload(
      name: "W6b",
      summary:
        "causal language model: 2 blocks of width 128, 4 heads, feed-forward 512, 64 tokens of 65, batch 16, AdamW",
      layers: [
        embedding(1, width: 128), block(2, DecoderBlock.name, heads: 4, feedForward: 512),
        block(3, DecoderBlock.name, heads: 4, feedForward: 512),
        LayerDescription(type: LayerNormalizationLayer.name, name: "layer4", settings: [:]),
        LayerDescription(type: Dense.name, name: "layer5", settings: ["units": "65", "each": "position"]),
      ],
      inputShape: [64], loss: "softmax-cross-entropy", optimizer: "adamw", learningRate: 0.001, batchSize: 16,
      sampleCount: 320, classCount: 65, vocabulary: 65, asksAtEveryPosition: true),
  ]

  private static func embedding(_ place: Int, width: Int) -> LayerDescription {
    let settings = ["width": "\(width)", "positions": "learned"]
    return LayerDescription(type: EmbeddingLayer.name, name: "layer\(place)", settings: settings)
  }

  private static func block(_ place: Int, _ type: String, heads: Int, feedForward: Int) -> LayerDescription {
    let settings = ["heads": "\(heads)", "feed-forward": "\(feedForward)", "activation": "gelu"]
    return LayerDescription(type: type, name: "layer\(place)", settings: settings)
  }

  private static func recurrent(_ name: String, _ title: String, _ type: String, units: Int) -> Workload {
    Workload(
      name: name, summary: "\(title) of \(units) units, 1 input, 50 steps, MSE at the last, batch 16, SGD",
      layers: [
        LayerDescription(type: type, name: "layer1", settings: ["units": "\(units)"]),
        .dense("layer2", units: 1),
      ],
      inputShape: [50, 1], loss: "squared-error", optimizer: "sgd", learningRate: 0.01, batchSize: 16,
      sampleCount: 320, classCount: 0)
  }

  var inputCount: Int { inputShape.count }

  /// Layers are named by their place: `layer1`, `layer2`, …
  private static func dense(_ layers: (units: Int, activation: String)..., after place: Int = 0) -> [LayerDescription] {
    layers.enumerated().map { index, layer in
      .dense("layer\(place + index + 1)", units: layer.units, activation: layer.activation)
    }
  }

  private static func convolution(_ place: Int, kernels: Int, size: Int, padding: Int) -> LayerDescription {
    let settings = ["kernels": "\(kernels)", "size": "\(size)", "padding": "\(padding)", "activation": "relu"]
    return LayerDescription(type: "convolution", name: "layer\(place)", settings: settings)
  }

  private static func pooling(_ place: Int) -> LayerDescription {
    LayerDescription(type: "pooling", name: "layer\(place)", settings: ["kind": "max", "size": "2"])
  }

  private static func flattening(_ place: Int) -> LayerDescription {
    LayerDescription(type: "flatten", name: "layer\(place)", settings: [:])
  }

  /// The network and batches of seeded random numbers.
  public func setup() throws(SetupError) -> TrainingSetup {
    var random = RandomSource(seed: 1, purpose: "benchmark \(name)")
    let inputs = Tensor(
      Shape([sampleCount] + inputShape.dimensions),
      (0..<sampleCount * inputCount).map { _ in
        vocabulary.map { Float(1 + random.integer(below: $0 - 1)) } ?? random.normal()
      })
    let labels = (0..<sampleCount * (asksAtEveryPosition ? inputCount : 1)).map { _ in
      isRegression ? random.normal() : Float(random.integer(below: classCount))
    }
    return try setup(inputs: inputs, labels: labels, initialValues: [:])
  }

  var isBinary: Bool { loss == "binary-cross-entropy" }
  var isRegression: Bool { loss == "squared-error" }

  /// What the targets of so many samples look like.
  func targetsShape(_ samples: Int) -> Shape {
    if asksAtEveryPosition { return [samples, inputCount] }
    return isBinary || isRegression ? [samples, 1] : [samples]
  }

  /// Tokens without a meaning: `1`, `2`, ….
  private var sampleTokens: SampleTokens? {
    vocabulary.map { count in
      let vocabulary = Vocabulary(.letters, tokens: (1..<count).map { "\($0)" })
      return SampleTokens(source: SampleTokens.Part(length: inputCount, vocabulary: vocabulary))
    }
  }

  /// The network with given data and first weights.
  public func setup(
    inputs: Tensor, labels: [Float], initialValues: [String: [Float]], batchSize: Int? = nil
  ) throws(SetupError) -> TrainingSetup {
    let names = (0..<classCount).map { "class \($0)" }
    let task: Dataset.Task =
      isRegression
      ? .regression(targetName: "y")
      : asksAtEveryPosition
        ? .nextToken(tokens: names)
        : isBinary ? .binaryClassification(classNames: names) : .classification(classNames: names)
    let dataset = Dataset(
      name: name, inputs: inputs,
      targets: Tensor(targetsShape(inputs.shape.dimensions[0]), labels),
      featureNames: (0..<inputCount).map { "x\($0)" }, task: task,
      source: "benchmark", tokens: sampleTokens)
    let configuration = TrainingConfiguration(
      model: ModelDescription(inputShape: inputShape, layers: layers, loss: loss),
      optimizer: OptimizerDescription(optimizer), learningRate: learningRate, batchSize: batchSize ?? self.batchSize,
      shuffles: false, initialValues: initialValues)
    return try TrainingSetup(configuration, data: PreparedData(inOrder: dataset))
  }
}
