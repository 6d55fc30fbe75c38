public import TensorMath

/// Normal with variance 2 / fanIn, so that signals keep their size through ReLU, which drops half
/// (He, Zhang, Ren and Sun 2015, "Delving deep into rectifiers", eq. 10).
public struct HeInitializer: Initializer {
  public static let name = "he"
  public init() {}

  public func values(_ shape: Shape, fanIn: Int, fanOut: Int, _ random: inout RandomSource) -> [Float] {
    let deviation = (2 / Float(max(fanIn, 1))).squareRoot()
    return (0..<shape.count).map { _ in deviation * random.normal() }
  }
}
