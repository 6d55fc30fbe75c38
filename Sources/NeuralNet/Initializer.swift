public import TensorMath

/// How a parameter gets its first numbers. `fanIn` and `fanOut` are how many numbers one of its
/// outputs reads and one of its inputs feeds.
public protocol Initializer: Sendable {
  static var name: String { get }
  init()
  func values(_ shape: Shape, fanIn: Int, fanOut: Int, _ random: inout RandomSource) -> [Float]
}
