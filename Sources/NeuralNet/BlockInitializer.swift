import TensorMath

/// A bias of several parts, each of one number: an LSTM's forget gate starts open, the rest of the bias at 0.
struct BlockInitializer: Initializer {
  static let name = "block"
  let parts: [Float]

  init() { parts = [0] }

  /// - Parameter values: one for each part; all parts are of one size.
  init(values: [Float]) { parts = values }

  func values(_ shape: Shape, fanIn: Int, fanOut: Int, _ random: inout RandomSource) -> [Float] {
    let size = max(shape.count / max(parts.count, 1), 1)
    return (0..<shape.count).map { parts[min($0 / size, parts.count - 1)] }
  }
}
