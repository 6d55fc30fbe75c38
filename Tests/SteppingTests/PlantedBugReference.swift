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

  var description: String { "\(bug ?? "no bug"), \(optimizer)" }

  private struct File: Decodable { let cases: [PlantedBugReference] }

  static let all: [PlantedBugReference] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/planted_bugs.json")
    return (try? JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases) ?? []
  }()

  /// All samples in one batch, in order.
  func setup(planted: Bool = true) throws -> TrainingSetup {
    let data = Dataset(
      name: "points", inputs: Tensor(Shape(x.shape), x.values), targets: Tensor(Shape(target.shape), target.values),
      featureNames: ["a", "b", "c"], task: .classification(classNames: ["low", "high"]), source: "test")
    let layers = sizes.dropFirst().enumerated().map { index, units in
      LayerDescription.dense("dense\(index + 1)", units: units, activation: index + 2 < sizes.count ? "tanh" : "linear")
    }
    let model = ModelDescription(inputCount: sizes[0], layers: layers, loss: "softmax-cross-entropy")
    return try TrainingSetup(
      TrainingConfiguration(
        model: model, optimizer: OptimizerDescription(optimizer), learningRate: rate, batchSize: x.shape[0],
        shuffles: false,
        initialValues: Dictionary(uniqueKeysWithValues: start.map { ($0.name ?? "", $0.values) }),
        plantedBug: planted ? bug : nil),
      data: PreparedData(inOrder: data))
  }
}
