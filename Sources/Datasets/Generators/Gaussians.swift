import TensorMath

/// Two round clouds around (−2, −2) and (2, 2): what a single neuron can separate.
///
/// Noise widens the clouds: their variance runs from 0.5 without noise to 4 at a noise of 0.5, where
/// they overlap. Points outside the square are pulled to its border, to stay on the picture (the
/// Playground lets them leave it).
public struct Gaussians: DatasetGenerator {
  public init() {}

  public var name: String { "gaussians" }
  public var summary: String { "Two round clouds" }
  public var task: Dataset.Task { .binaryClassification(classNames: ["lower left", "upper right"]) }

  public func points(count: Int, noise: Float, random: inout PointRandomness) -> [GeneratedPoint] {
    let deviation = (0.5 + 3.5 * noise / 0.5).squareRoot()
    return (0..<count).map { index in
      let isUpperRight = index.isMultiple(of: 2)
      let center: Float = isUpperRight ? 2 : -2
      // One draw per coordinate whatever the noise: more noise moves a point away from its center.
      let x1 = center + deviation * random.position.normal()
      let x2 = center + deviation * random.position.normal()
      return GeneratedPoint(x1: min(max(x1, -6), 6), x2: min(max(x2, -6), 6), target: isUpperRight ? 1 : 0)
    }
  }
}
