import TensorMath

/// Regression onto six bumps in two rows, three up and three down by turns, flat elsewhere.
///
/// A bump is a cone of radius 2: y falls from ±1 at its center to 0. Bumps touch but never overlap,
/// so their heights just add. Noise leaves the points alone and disturbs where the height is read.
public struct MultiGaussian: DatasetGenerator {
  public init() {}

  public var name: String { "multi-gaussian" }
  public var summary: String { "Six bumps up and down, for regression" }
  public var task: Dataset.Task { .regression(targetName: "y") }

  private static let bumps: [(x1: Float, x2: Float, sign: Float)] = [
    (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1),
    (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1),
  ]

  public func points(count: Int, noise: Float, random: inout PointRandomness) -> [GeneratedPoint] {
    let reach: Float = 6
    return (0..<count).map { _ in
      let x1 = random.position.uniform(-reach, reach)
      let x2 = random.position.uniform(-reach, reach)
      let read1 = x1 + noise * random.noise.uniform(-reach, reach)
      let read2 = x2 + noise * random.noise.uniform(-reach, reach)
      return GeneratedPoint(x1: x1, x2: x2, target: Self.height(read1, read2))
    }
  }

  private static func height(_ x1: Float, _ x2: Float) -> Float {
    var height: Float = 0
    for bump in bumps {
      let distance = ((x1 - bump.x1) * (x1 - bump.x1) + (x2 - bump.x2) * (x2 - bump.x2)).squareRoot()
      let cone = bump.sign * max(0, 1 - distance / 2)
      height += cone
    }
    return height
  }
}
