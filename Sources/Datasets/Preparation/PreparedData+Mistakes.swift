import TensorMath

/// Two classic mistakes of preparing data, made on purpose: the bug lab plants them.
extension PreparedData {
  /// The training samples sorted by their targets, those with equal ones in the order they had.
  public func sortingTrainByTarget() -> PreparedData {
    let order = train.targets.values.indices.sorted { a, b in
      let (first, second) = (train.targets[a], train.targets[b])
      return first == second ? a < b : first < second
    }
    return PreparedData(self, train: train.selecting(examples: order), trainExamples: order.map { trainExamples[$0] })
  }

  /// Whether the features were standardized by the training part, as they should be.
  ///
  /// Windows of a series are not asked: each moment counts once for them, in however many windows it stands.
  public var isStandardized: Bool {
    guard forecast == nil else { return false }
    // Pixels divided by one number have means of 0, and real ones never do: no need to make floats of 70,000 images.
    switch raw {
    case .images where standardization.means.allSatisfy({ $0 == 0 }), .words, .texts: return false
    default: break
    }
    return standardization == Standardization(fittedTo: raw.selecting(examples: trainExamples).inputs)
  }

  /// Standardized by all examples, those of the test part included. Numbers that were set by hand keep their raw value.
  public func standardizingOverAll() -> PreparedData {
    let leaking = Standardization(fittedTo: raw.selecting(examples: (trainExamples + testExamples).sorted()).inputs)
    func again(_ part: Dataset, _ examples: [Int]) -> Dataset {
      let rawInputs = raw.selecting(examples: examples).inputs
      let own = standardization.apply(rawInputs)
      let inputs = part.inputs.values.indices.map { cell in
        let feature = cell % part.featureCount
        let isOwn = part.inputs[cell] == own[cell]
        let number = isOwn ? rawInputs[cell] : standardization.invert(part.inputs[cell], feature: feature)
        return leaking.apply(number, feature: feature)
      }
      return part.replacing(inputs: Tensor(part.inputs.shape, inputs))
    }
    return PreparedData(
      self, train: again(train, trainExamples), test: again(test, testExamples), standardization: leaking)
  }
}
