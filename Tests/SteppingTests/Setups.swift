import Datasets
import Foundation
import NeuralNet
import Stepping
import TensorMath

/// Small runs that the tests share. Every one shuffles, and all but `xor` end epochs on a short batch.
enum Setups {
  /// One neuron on two classes of penguins.
  static func neuron(_ optimizer: String = "sgd", rate: Float = 0.1) throws -> TrainingSetup {
    let data = try prepared(
      DataSelection(
        dataset: "penguins", features: ["bill_length_mm", "bill_depth_mm"], classes: ["Adelie", "Gentoo"], count: 50,
        seed: 3))
    return try setup([("unit", 1, "linear")], "binary-cross-entropy", data, optimizer, rate, batch: 16)
  }

  /// Three classes of irises.
  static func iris(
    _ optimizer: String = "adam", activation: String = "relu", batch: Int = 32, rate: Float = 0.02, l1: Float = 0,
    l2: Float = 0
  ) throws -> TrainingSetup {
    try setup(
      [("hidden1", 6, activation), ("hidden2", 5, "tanh"), ("output", 3, "linear")], "softmax-cross-entropy",
      prepared(DataSelection(dataset: "iris", seed: 5)), optimizer, rate, batch: batch, l1: l1, l2: l2)
  }

  /// Points in the plane, raw: features up to 5 and more.
  static func xor(_ optimizer: String = "momentum", activation: String = "tanh") throws -> TrainingSetup {
    try setup(
      [("hidden1", 4, activation), ("output", 1, "linear")], "binary-cross-entropy",
      prepared(DataSelection(dataset: "xor", count: 50, noise: 0.1, seed: 2)), optimizer, 0.05, batch: 10)
  }

  /// Handwritten digits, 8×8, through two small convolutions.
  static func digits() throws -> TrainingSetup {
    let data = try prepared(DataSelection(dataset: "digits", seed: 1, trainShare: 0.8))
    let model = ModelDescription(
      inputShape: data.train.exampleShape,
      layers: [
        LayerDescription(
          type: "convolution", name: "conv1",
          settings: ["kernels": "4", "size": "3", "padding": "1", "activation": "relu"]),
        LayerDescription(type: "pooling", name: "pool1", settings: ["kind": "max", "size": "2"]),
        LayerDescription(
          type: "convolution", name: "conv2",
          settings: ["kernels": "6", "size": "3", "padding": "1", "activation": "relu"]),
        LayerDescription(type: "pooling", name: "pool2", settings: ["kind": "max", "size": "2"]),
        .dense("output", units: 10),
      ], loss: "softmax-cross-entropy")
    return try TrainingSetup(
      TrainingConfiguration(
        model: model, optimizer: OptimizerDescription("adam"), learningRate: 0.005, batchSize: 32, shuffles: true,
        seed: 7),
      data: data)
  }

  /// A number to predict.
  static func plane(
    _ optimizer: String = "rmsprop", loss: String = "squared-error", activation: String = "gelu", rate: Float = 0.01,
    l1: Float = 0
  ) throws -> TrainingSetup {
    try setup(
      [("hidden1", 5, activation), ("output", 1, "linear")], loss,
      prepared(DataSelection(dataset: "plane", count: 30, noise: 0.1, seed: 4, trainShare: 0.9)), optimizer, rate,
      batch: 8, l1: l1)
  }

  /// Sequences whose first number is a sign, told at the end; the last batch of an epoch is a short one.
  ///
  /// - Parameter type: `recurrent`, `lstm` or `gru`.
  static func sequences(
    _ type: String, steps: Int, units: Int = 3, batch: Int = 4, settings: [String: String] = [:]
  ) throws -> TrainingSetup {
    var random = RandomSource(seed: 3)
    let count = 2 * batch + 1
    var (numbers, targets): ([Float], [Float]) = ([], [])
    for _ in 0..<count {
      let sign: Float = random.normal() < 0 ? -1 : 1
      targets.append(sign)
      for time in 0..<steps { numbers.append(time == 0 ? sign : 0.3 * random.normal()) }
    }
    let data = Dataset(
      name: "signs", inputs: Tensor([count, steps, 1], numbers), targets: Tensor([count, 1], targets),
      featureNames: (0..<steps).map { "x\($0)" }, task: .regression(targetName: "sign"), source: "test")
    let layer = LayerDescription(
      type: type, name: "memory", settings: settings.merging(["units": "\(units)"]) { given, _ in given })
    let model = ModelDescription(
      inputShape: [steps, 1], layers: [layer, .dense("output", units: 1)], loss: "squared-error")
    return try TrainingSetup(
      TrainingConfiguration(model: model, optimizer: OptimizerDescription("sgd"), learningRate: 0.05, batchSize: batch),
      data: PreparedData(inOrder: data))
  }

  /// The same run with something else about it.

  /// Images of 6×6 with a bright bar in one of three places, for a network with everything that images have: the last
  /// batch of an epoch is a short one.
  static func images() throws -> TrainingSetup {
    var random = RandomSource(seed: 4)
    var (pixels, labels): ([Float], [Float]) = ([], [])
    for sample in 0..<23 {
      labels.append(Float(sample % 3))
      for cell in 0..<36 { pixels.append(0.4 * random.normal() + (cell / 12 == sample % 3 ? 1 : 0)) }
    }
    let data = Dataset(
      name: "bars", inputs: Tensor([23, 1, 6, 6], pixels), targets: Tensor([23], labels),
      featureNames: (0..<36).map { "pixel \($0)" }, task: .classification(classNames: ["a", "b", "c"]), source: "test")
    func layer(_ type: String, _ name: String, _ settings: [String: String]) -> LayerDescription {
      LayerDescription(type: type, name: name, settings: settings)
    }
    let model = ModelDescription(
      inputShape: [1, 6, 6],
      layers: [
        layer("convolution", "conv1", ["kernels": "3", "size": "3", "padding": "1", "bias": "false"]),
        layer("batch-normalization", "norm1", ["activation": "relu"]),
        layer("pooling", "pool1", ["size": "2"]),
        layer("convolution", "conv2", ["kernels": "4", "size": "2", "activation": "tanh"]),
        layer("dropout", "drop", ["rate": "0.25", "maps": "true"]),
        layer("pooling", "pool2", ["kind": "average", "size": "2", "stride": "1"]),
        .dense("output", units: 3),
      ], loss: "softmax-cross-entropy")
    return try TrainingSetup(
      TrainingConfiguration(model: model, optimizer: OptimizerDescription("adam"), learningRate: 0.01, batchSize: 5),
      data: PreparedData(inOrder: data))
  }

  static func changing(
    _ setup: TrainingSetup, _ change: (inout TrainingConfiguration) -> Void
  ) throws -> TrainingSetup {
    var configuration = setup.configuration
    change(&configuration)
    return try TrainingSetup(configuration, data: setup.data)
  }

  static func setup(
    _ layers: [(name: String, units: Int, activation: String)], _ loss: String, _ data: PreparedData,
    _ optimizer: String, _ rate: Float, batch: Int, shuffles: Bool = true, l1: Float = 0, l2: Float = 0
  ) throws -> TrainingSetup {
    let model = ModelDescription(
      inputCount: data.train.featureCount,
      layers: layers.map { .dense($0.name, units: $0.units, activation: $0.activation) }, loss: loss, l1: l1, l2: l2)
    return try TrainingSetup(
      TrainingConfiguration(
        model: model, optimizer: OptimizerDescription(optimizer), learningRate: rate, batchSize: batch,
        shuffles: shuffles, seed: 7),
      data: data)
  }

  static func prepared(_ selection: DataSelection) throws -> PreparedData {
    let entry = try DatasetCatalog.entry(named: selection.dataset)
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "sample-data")
    var files: [String: [UInt8]] = [:]
    for file in entry.files { files[file] = [UInt8](try Data(contentsOf: folder.appending(path: file))) }
    return try entry.prepared(for: selection, files: files)
  }
}
