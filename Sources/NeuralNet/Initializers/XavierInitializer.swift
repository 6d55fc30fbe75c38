public import TensorMath

/// Uniform in ±√(6 / (fanIn + fanOut)), so that signals keep their size forwards and backwards
/// through tanh (Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward
/// neural networks", eq. 16).
public struct XavierInitializer: Initializer {
  public static let name = "xavier"
  public init() {}

  public func values(_ shape: Shape, fanIn: Int, fanOut: Int, _ random: inout RandomSource) -> [Float] {
    let bound = (6 / Float(max(fanIn + fanOut, 1))).squareRoot()
    return (0..<shape.count).map { _ in random.uniform(-bound, bound) }
  }
}
