import Foundation

/// PyTorch's numbers: `ReferenceValues/<name>.json`, written by `tools/reference_values.py`.
struct ReferenceFile<Case: Decodable>: Decodable {
  let cases: [Case]

  init(_ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/\(name).json")
    self = try JSONDecoder().decode(ReferenceFile.self, from: Data(contentsOf: url))
  }
}
