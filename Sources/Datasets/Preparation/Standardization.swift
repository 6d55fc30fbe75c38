public import TensorMath

/// Moves and stretches each feature so that the training part has mean 0 and standard deviation 1.
///
///     standardized = (raw − mean) / deviation        raw = standardized · deviation + mean
///
/// The deviation is that of the population (divided by N, not N − 1), as in scikit-learn.
/// A feature that never changes cannot be stretched: its deviation is taken as 1, and it is listed in
/// ``constantFeatures``. Sums are kept in `Double`; the results are the `Float`s shown to learners.
public struct Standardization: Hashable, Sendable {
  /// One for each number of an example.
  public let means: [Float]
  public let deviations: [Float]
  /// Indices of the features that have one and the same value throughout.
  public let constantFeatures: [Int]

  /// Dividing by one number, as pixels are divided by their largest value: mean 0, deviation `divisor`.
  public init(dividingBy divisor: Float, featureCount: Int) {
    precondition(divisor > 0 && divisor.isFinite, "a divisor is above 0, found \(divisor)")
    means = [Float](repeating: 0, count: featureCount)
    deviations = [Float](repeating: divisor, count: featureCount)
    constantFeatures = []
  }

  init(means: [Float], deviations: [Float]) {
    (self.means, self.deviations) = (means, deviations)
    constantFeatures = []
  }

  /// Fitted to `inputs`, whose first axis counts the examples. Give it the training part alone:
  /// statistics of the test part would tell the network about examples that it must not know.
  public init(fittedTo inputs: Tensor) {
    let count = inputs.shape.dimensions.first ?? 0
    let featureCount = inputs.shape.dimensions.dropFirst().reduce(1, *)
    var means = [Float](repeating: 0, count: featureCount)
    var deviations = [Float](repeating: 1, count: featureCount)
    var constantFeatures: [Int] = []
    for feature in 0..<featureCount where count > 0 {
      let column = stride(from: feature, to: inputs.values.count, by: featureCount).map { Double(inputs[$0]) }
      let mean = column.reduce(0, +) / Double(count)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      let deviation = Float(variance.squareRoot())
      // Floats are summed exactly in Double (24 bits in 53), so a constant column has just this.
      if deviation == 0 {
        means[feature] = Float(column[0])
        constantFeatures.append(feature)
      } else {
        means[feature] = Float(mean)
        deviations[feature] = deviation
      }
    }
    self.means = means
    self.deviations = deviations
    self.constantFeatures = constantFeatures
  }

  public var featureCount: Int { means.count }

  /// One raw number of a feature, as the network sees it.
  public func apply(_ raw: Float, feature: Int) -> Float {
    Float((Double(raw) - Double(means[feature])) / Double(deviations[feature]))
  }

  /// One number that the network sees, in the feature's own unit.
  public func invert(_ standardized: Float, feature: Int) -> Float {
    Float(Double(standardized) * Double(deviations[feature]) + Double(means[feature]))
  }

  public func apply(_ inputs: Tensor) -> Tensor { mapped(inputs) { apply($0, feature: $1) } }

  public func invert(_ inputs: Tensor) -> Tensor { mapped(inputs) { invert($0, feature: $1) } }

  private func mapped(_ inputs: Tensor, _ change: (Float, Int) -> Float) -> Tensor {
    let found = inputs.shape.dimensions.dropFirst().reduce(1, *)
    precondition(found == featureCount, "examples have \(featureCount) features, found \(found)")
    return Tensor(
      inputs.shape, inputs.values.enumerated().map { index, value in change(value, index % featureCount) })
  }
}
