import TensorMath

/// A choice of computed columns, in the order in which the network sees them.
public struct InputFeatures: Hashable, Sendable {
  public let features: [InputFeature]

  public init(_ features: [InputFeature]) {
    precondition(!features.isEmpty, "a network needs at least one input feature")
    self.features = features
  }

  /// From the names in a choice about the data set `dataset`, in either spelling.
  public init(named names: [String], in dataset: String) throws(DataError) {
    let plainNames = InputFeature.allCases.map(\.plainName)
    let spelled = names.map { InputFeature(named: $0)?.plainName ?? $0 }
    let indices = try Dataset.indices(
      of: spelled, among: plainNames, .unknownFeature, in: dataset, choice: "features")
    guard !indices.isEmpty else {
      throw DataError(.noFeatures, in: dataset, at: .choice("features"), found: "no feature", needed: "at least one")
    }
    features = indices.map { InputFeature.allCases[$0] }
  }

  /// A data set of points in the plane with these columns in place of x₁ and x₂.
  public func apply(to dataset: Dataset) -> Dataset {
    let plane = InputFeature.coordinates.map(\.name)
    precondition(
      dataset.featureNames == plane, "columns are computed from \(plane), found \(dataset.featureNames)")
    let values = (0..<dataset.count).flatMap { index in
      features.map { $0.value(x1: dataset.inputs[index, 0], x2: dataset.inputs[index, 1]) }
    }
    return dataset.replacing(
      inputs: Tensor([dataset.count, features.count], values), featureNames: features.map(\.name))
  }

  /// The columns of one point, as for drawing a decision surface.
  public func values(x1: Float, x2: Float) -> [Float] { features.map { $0.value(x1: x1, x2: x2) } }
}
