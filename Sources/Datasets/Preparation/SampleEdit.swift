import TensorMath

/// One number of one training sample, set by hand.
public struct SampleEdit: Hashable, Sendable {
  /// Which sample: an index into the training part.
  public let sample: Int
  public let place: Place
  /// As the network sees it: a feature after standardization, or a token's number; of a target the number or the class's index.
  public let value: Float

  public enum Place: Hashable, Sendable {
    case feature(Int)
    case target
  }

  public init(sample: Int, _ place: Place, value: Float) {
    self.sample = sample
    self.place = place
    self.value = value
  }

  /// Whether it sets the same number as another.
  public func replaces(_ other: SampleEdit) -> Bool { sample == other.sample && place == other.place }
}

extension PreparedData {
  /// The same data with some numbers set by hand; the files they came from are not touched.
  public func editing(_ edits: [SampleEdit]) throws(DataError) -> PreparedData {
    guard !edits.isEmpty else { return self }
    var inputs = train.inputs.values
    var targets = train.targets.values
    for edit in edits {
      guard (0..<train.count).contains(edit.sample) else {
        throw invalid("sample \(edit.sample)", needed: "0 to \(train.count - 1)")
      }
      guard edit.value.isFinite else { throw invalid("\(edit.value)", needed: "a finite number") }
      switch edit.place {
      case .feature(let index):
        guard (0..<train.featureCount).contains(index) else {
          throw invalid("feature \(index)", needed: "0 to \(train.featureCount - 1)")
        }
        if let tokens = train.tokens {
          let count = tokens.part(at: index).vocabulary.count
          guard let token = Int(exactly: edit.value), (0..<count).contains(token) else {
            throw invalid("\(edit.value) for a token", needed: "a whole number from 0 to \(count - 1)")
          }
        }
        inputs[edit.sample * train.featureCount + index] = edit.value
      case .target:
        guard !train.task.asksAtEveryPosition else {
          throw invalid("a number for a target that is a sequence", needed: "none: its tokens are those of the text")
        }
        guard train.targetShape.count == 1 else {
          throw invalid("a number for a target that is a picture", needed: "none: its filter makes it")
        }
        let names = train.classNames
        guard names.isEmpty || names.indices.contains(where: { Float($0) == edit.value }) else {
          let classes = names.enumerated().map { "\($0) (\($1))" }.joined(separator: ", ")
          throw invalid("target \(edit.value)", needed: "the index of a class: \(classes)")
        }
        targets[edit.sample] = edit.value
      }
    }
    return replacing(
      train: train.replacing(inputs: Tensor(train.inputs.shape, inputs), targets: Tensor(train.targets.shape, targets)))
  }

  private func invalid(_ found: String, needed: String) -> DataError {
    DataError(.wrongChoice, in: train.name, at: .choice("edit"), found: found, needed: needed)
  }
}
