import Datasets
import Foundation
import NeuralNet
import Stepping
import TensorMath

/// PyTorch's runs with a mistake made on purpose: `ReferenceValues/planted_bugs.json`, written by
/// `tools/reference_values.py`.
struct PlantedBugReference: Decodable, CustomStringConvertible {
  let bug: String?
  let optimizer: String
  let rate: Float
  let sizes: [Int]
  let x: ProbeReference.Numbers
  let target: ProbeReference.Numbers
  let start: [ProbeReference.Numbers]
  let losses: [Double]
  let end: [ProbeReference.Numbers]
  /// Of the attention, in the runs whose samples are tokens.
  let heads: Int?
  let vocabulary: Int?

  var description: String { "\(bug ?? "no bug"), \(optimizer)\(heads == nil ? "" : ", attention")" }

  private struct File: Decodable { let cases: [PlantedBugReference] }

  static let all: [PlantedBugReference] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/planted_bugs.json")
    return (try? JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases) ?? []
  }()

  /// All samples in one batch, in order.
  func setup(planted: Bool = true) throws -> TrainingSetup {
    let (data, model) = heads == nil ? (points, denseModel) : (sequences, attentionModel)
    return try TrainingSetup(
      TrainingConfiguration(
        model: model, optimizer: OptimizerDescription(optimizer), learningRate: rate, batchSize: x.shape[0],
        shuffles: false,
        initialValues: Dictionary(uniqueKeysWithValues: start.map { ($0.name ?? "", $0.values) }),
        plantedBug: planted ? bug : nil),
      data: PreparedData(inOrder: data))
  }

  private var task: Dataset.Task { .classification(classNames: ["low", "high"]) }

  private var points: Dataset {
    Dataset(
      name: "points", inputs: Tensor(Shape(x.shape), x.values), targets: Tensor(Shape(target.shape), target.values),
      featureNames: ["a", "b", "c"], task: task, source: "test")
  }

  private var denseModel: ModelDescription {
    let layers = sizes.dropFirst().enumerated().map { index, units in
      LayerDescription.dense("dense\(index + 1)", units: units, activation: index + 2 < sizes.count ? "tanh" : "linear")
    }
    return ModelDescription(inputCount: sizes[0], layers: layers, loss: "softmax-cross-entropy")
  }

  private var sequences: Dataset {
    let vocabulary = Vocabulary(.letters, tokens: (1..<(vocabulary ?? 2)).map { "\($0)" })
    return Dataset(
      name: "sequences", inputs: Tensor(Shape(x.shape), x.values), targets: Tensor(Shape(target.shape), target.values),
      featureNames: (0..<x.shape[1]).map { "x\($0)" }, task: task, source: "test",
      tokens: SampleTokens(source: SampleTokens.Part(length: x.shape[1], vocabulary: vocabulary)))
  }

  private var attentionModel: ModelDescription {
    let width = start.first { $0.name == "embed.table" }?.shape.last ?? 0
    return ModelDescription(
      inputShape: [x.shape[1]],
      layers: [
        LayerDescription(type: EmbeddingLayer.name, name: "embed", settings: ["width": "\(width)"]),
        LayerDescription(
          type: SelfAttention.name, name: "mix", settings: ["heads": "\(heads ?? 1)", "mask": "causal"]),
        LayerDescription(type: PoolTokens.name, name: "pool", settings: [:]), .dense("output", units: 2),
      ], loss: "softmax-cross-entropy")
  }
}
