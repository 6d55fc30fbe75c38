import Datasets
import Foundation
import NeuralNet
import Stepping
import TensorMath

/// PyTorch's answers to what if, and to what each sample adds: `ReferenceValues/probes.json`, written by
/// `tools/reference_values.py`.
struct ProbeReference: Decodable, CustomStringConvertible {
  struct Numbers: Decodable {
    let name: String?
    let shape: [Int]
    let values: [Float]
  }

  struct Nudge: Decodable {
    let value: String
    let cell: Int
    let epsilon: Double
    let gradient: Double
    let real: Double
  }

  let name: String
  let sizes: [Int]
  let activations: [String?]
  let loss: String
  let l2: Float
  let x: Numbers
  let target: Numbers
  let start: [Numbers]
  let loss_value: Double
  let sample_losses: [Double]
  /// [samples, then the parameter's shape]
  let sample_gradients: [Numbers]
  let penalty_gradients: [Numbers]
  let nudges: [Nudge]

  var description: String { name }

  private struct File: Decodable { let cases: [ProbeReference] }

  static let all: [ProbeReference] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/probes.json")
    return (try? JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases) ?? []
  }()

  /// All samples in one batch, in order.
  func setup() throws -> TrainingSetup {
    let isRegression = loss == "squared_error"
    let data = Dataset(
      name: name, inputs: Tensor(Shape(x.shape), x.values), targets: Tensor(Shape(target.shape), target.values),
      featureNames: (0..<sizes[0]).map { "feature\($0)" },
      task: isRegression ? .regression(targetName: "y") : .classification(classNames: ["low", "high"]), source: "test")
    let layers = zip(activations, sizes.dropFirst()).enumerated().map { index, layer in
      LayerDescription.dense("dense\(index + 1)", units: layer.1, activation: layer.0 ?? "linear")
    }
    let model = ModelDescription(
      inputCount: sizes[0], layers: layers, loss: loss.replacingOccurrences(of: "_", with: "-"), l2: l2)
    return try TrainingSetup(
      TrainingConfiguration(
        model: model, learningRate: 0.1, batchSize: x.shape[0], shuffles: false,
        initialValues: Dictionary(uniqueKeysWithValues: start.map { ($0.name ?? "", $0.values) })),
      data: PreparedData(inOrder: data))
  }
}
