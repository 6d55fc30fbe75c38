public import TensorMath

/// An orthogonal matrix times a gain: it turns and mirrors, and makes every vector `gain` times as long, so that
/// signals and gradients keep their size over many steps (Saxe, McClelland and Ganguli 2013, "Exact solutions to the
/// nonlinear dynamics of learning in deep linear neural networks", section 4).
///
/// All eigenvalues of a square one have the absolute value `gain`: that is its spectral radius. A matrix that is wider
/// than high, such as a recurrent layer's [units, G·units], is made of square blocks, each orthogonal; what is left
/// over, and a matrix that is higher than wide, has orthonormal rows or columns.
public struct OrthogonalInitializer: Initializer {
  public static let name = "orthogonal"
  public let gain: Float

  public init() { gain = 1 }
  public init(gain: Float) { self.gain = gain }

  public func values(_ shape: Shape, fanIn: Int, fanOut: Int, _ random: inout RandomSource) -> [Float] {
    let (rows, columns) = (shape.rows, shape.columns)
    var values = [Float](repeating: 0, count: rows * columns)
    for start in stride(from: 0, to: columns, by: max(rows, 1)) {
      let width = min(rows, columns - start)
      let vectors = Self.orthonormal(width, ofLength: rows, &random)
      for (column, vector) in vectors.enumerated() {
        for row in 0..<rows { values[row * columns + start + column] = gain * Float(vector[row]) }
      }
    }
    return values
  }

  /// Random vectors, each made perpendicular to those before and of length 1 (Gram and Schmidt, twice: once leaves
  /// rounding errors where vectors are nearly parallel).
  private static func orthonormal(_ count: Int, ofLength length: Int, _ random: inout RandomSource) -> [[Double]] {
    var vectors: [[Double]] = []
    while vectors.count < count {
      var vector = (0..<length).map { _ in Double(random.normal()) }
      for _ in 0..<2 {
        for other in vectors {
          let share = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
          for index in vector.indices { vector[index] -= share * other[index] }
        }
      }
      let size = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // Chance may draw a vector that lies among the others.
      guard size > 1e-6 else { continue }
      vectors.append(vector.map { $0 / size })
    }
    return vectors
  }
}
