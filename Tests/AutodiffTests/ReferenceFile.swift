import Foundation
import TensorMath

/// PyTorch's numbers for one operation: `ReferenceValues/<name>.json`, written by
/// `tools/reference_values.py`.
struct ReferenceFile: Decodable {
  let cases: [ReferenceCase]

  init(_ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/\(name).json")
    self = try JSONDecoder().decode(ReferenceFile.self, from: Data(contentsOf: url))
  }
}

struct ReferenceCase: Decodable {
  let name: String
  let parameters: [String: Double]
  let inputs: [ReferenceTensor]
  let upstream: ReferenceTensor
  let output: ReferenceTensor
  /// Nil for an input that is not differentiated.
  let gradients: [ReferenceTensor?]
}

struct ReferenceTensor: Decodable {
  let tensor: Tensor

  init(from decoder: any Decoder) throws {
    enum Key: CodingKey { case shape, values }
    let container = try decoder.container(keyedBy: Key.self)
    // By way of doubles, since the smallest are no normal floats.
    let values = try container.decode([Double].self, forKey: .values)
    tensor = Tensor(Shape(try container.decode([Int].self, forKey: .shape)), values.map(Float.init))
  }
}
