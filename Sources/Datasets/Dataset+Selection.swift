public import TensorMath

/// Parts of a data set: some of its examples, or the same examples with other inputs.
extension Dataset {
  /// The examples with these indices, in this order.
  public func selecting(examples: [Int]) -> Dataset {
    var values: [Float] = []
    values.reserveCapacity(examples.count * featureCount)
    for index in examples { values.append(contentsOf: example(index)) }
    let targetShape: Shape = targets.shape.rank == 1 ? [examples.count] : [examples.count, 1]
    return Dataset(
      name: name,
      inputs: Tensor(Shape([examples.count] + exampleShape.dimensions), values),
      targets: Tensor(targetShape, examples.map { targets[$0] }),
      featureNames: featureNames, task: task, source: source,
      lines: lines.isEmpty ? [] : examples.map { lines[$0] })
  }

  /// The same examples with other inputs, as after standardization.
  public func replacing(inputs: Tensor, featureNames: [String]? = nil) -> Dataset {
    Dataset(
      name: name, inputs: inputs, targets: targets, featureNames: featureNames ?? self.featureNames, task: task,
      source: source, lines: lines)
  }
}
