import Foundation
import TensorMath
import Testing

/// PyTorch's numbers: `ReferenceValues/<name>.json`, written by `tools/reference_values.py`.
struct ReferenceFile<Case: Decodable>: Decodable {
  let cases: [Case]

  init(_ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/\(name).json")
    self = try JSONDecoder().decode(ReferenceFile.self, from: Data(contentsOf: url))
  }
}

struct ReferenceTensor: Decodable {
  /// Empty where the file gives none.
  let name: String
  let tensor: Tensor

  init(from decoder: any Decoder) throws {
    enum Key: CodingKey { case name, shape, values }
    let container = try decoder.container(keyedBy: Key.self)
    let values = try container.decode([Double].self, forKey: .values)
    name = try container.decodeIfPresent(String.self, forKey: .name) ?? ""
    tensor = Tensor(Shape(try container.decode([Int].self, forKey: .shape)), values.map(Float.init))
  }
}

/// Every number is PyTorch's, but for so many parts of the tensor's largest.
func expectClose(_ found: [Float], _ expected: [Float], _ what: String, tolerance: Float = 3e-6) {
  #expect(found.count == expected.count, "\(what)")
  let largest = expected.reduce(0) { max($0, abs($1)) }
  for (a, b) in zip(found, expected) {
    #expect(abs(a - b) <= tolerance * max(largest, 0.1), "\(what): \(a), PyTorch has \(b)")
  }
}

/// An optimizer on given gradients.
struct OptimizerCase: Decodable {
  let name: String
  let parameters: [String: Double]
  let learning_rates: [Double]
  let start: ReferenceTensor
  let gradients: [ReferenceTensor]
  /// The parameters after each step.
  let after: [ReferenceTensor]
}

/// What the learning rate is multiplied by in each iteration.
struct ScheduleCase: Decodable {
  let name: String
  let parameters: [String: Double]
  let warm_up: Int
  let factors: [Double]
}

/// A layer under squared error.
struct LayerCase: Decodable {
  let name: String
  let settings: [String: String]
  let x: ReferenceTensor
  let target: ReferenceTensor
  let start: [ReferenceTensor]
  let output: ReferenceTensor
  let loss: Double
  let gradients: [ReferenceTensor]
}

/// Ten steps of a whole model.
struct TrainingCase: Decodable {
  let name: String
  let sizes: [Int]
  let activations: [String?]
  let loss: String
  let optimizer: String
  let learning_rate: Double
  let x: ReferenceTensor
  let target: ReferenceTensor
  let start: [ReferenceTensor]
  let losses: [Double]
  let first_gradients: [ReferenceTensor]
  let after: [ReferenceTensor]
}

/// What a large sample of an initializer must look like.
struct InitializerCase: Decodable {
  let initializer: String
  let shape: [Int]
  let standard_deviation: Double
  let limit: Double?
}

/// A batch normalization behind another layer, under squared error: a training pass, what its running statistics are
/// after a second one on `later`, and an evaluation of `x`.
struct NormalizationCase: Decodable {
  /// Its settings are the other layer's.
  let layer: LayerCase
  let type: String
  let later: ReferenceTensor
  let running: [ReferenceTensor]
  let evaluated: ReferenceTensor

  private enum CodingKeys: CodingKey { case type, later, running, evaluated }

  init(from decoder: any Decoder) throws {
    layer = try LayerCase(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decode(String.self, forKey: .type)
    later = try container.decode(ReferenceTensor.self, forKey: .later)
    running = try container.decode([ReferenceTensor].self, forKey: .running)
    evaluated = try container.decode(ReferenceTensor.self, forKey: .evaluated)
  }
}
