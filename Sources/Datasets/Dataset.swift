public import TensorMath

/// Examples to learn from: what goes in, what should come out, and what the numbers mean.
///
/// `inputs` is [count, features] for tables and points, [count, channels, height, width] for images, and
/// [count, positions] holding token numbers for texts. `targets` is [count] holding class indices for
/// ``Task/classification(classNames:)``, pictures [count, channels, height − 2, width − 2] for
/// ``Task/filteredImages(filter:)``, a token for each position [count, positions] for ``Task/nextToken(tokens:)``
/// and ``Task/transcription(tokens:)``, and [count, 1] otherwise: 0 or 1 for two classes, the number itself for regression.
///
/// The numbers are raw, in the units of their source; ``PreparedData`` makes them fit for a network.
public struct Dataset: Hashable, Sendable {
  public let name: String
  public let inputs: Tensor
  public let targets: Tensor
  /// One name for each number of an example, its unit last where it has one: `flipper_length_mm`.
  public let featureNames: [String]
  public let task: Task
  /// Where the examples came from, in words: a file, or a generator with its arguments.
  public let source: String
  /// The line of the source file that each example came from; empty when there is no such file.
  public let lines: [Int]
  /// What the inputs are tokens of; nil where they are no texts.
  public let tokens: SampleTokens?

  /// What is to be learned from the examples.
  public enum Task: Hashable, Sendable {
    /// Targets are 0 for the first class and 1 for the second.
    case binaryClassification(classNames: [String])
    /// Targets are indices into the class names.
    case classification(classNames: [String])
    case regression(targetName: String)
    /// Targets are what a filter makes of the inputs, which are images.
    case filteredImages(filter: ImageFilter)
    /// Targets are, at each position, the number of the token that comes next; −1 where nothing is asked.
    case nextToken(tokens: [String])
    /// Targets are the numbers of another sequence's tokens, at each of its positions; −1 where nothing is asked.
    case transcription(tokens: [String])

    /// Whether a token is to be told at each position, and not one thing for the whole sample.
    public var asksAtEveryPosition: Bool {
      switch self {
      case .nextToken, .transcription: true
      case .binaryClassification, .classification, .regression, .filteredImages: false
      }
    }
  }

  public init(
    name: String, inputs: Tensor, targets: Tensor, featureNames: [String], task: Task, source: String,
    lines: [Int] = [], tokens: SampleTokens? = nil
  ) {
    precondition(inputs.shape.rank >= 2, "inputs have an axis for the examples and others, found \(inputs.shape)")
    let count = inputs.shape.dimensions[0]
    let features = inputs.shape.dimensions.dropFirst().reduce(1, *)
    precondition(featureNames.count == features, "\(features) features have \(featureNames.count) names")
    precondition(lines.isEmpty || lines.count == count, "\(count) examples came from \(lines.count) lines")
    let needed: Shape =
      switch task {
      case .classification: [count]
      case .binaryClassification, .regression: [count, 1]
      case .filteredImages:
        Shape(
          inputs.shape.dimensions.prefix(2) + inputs.shape.dimensions.dropFirst(2).map { $0 - ImageFilter.side + 1 })
      case .nextToken, .transcription: [count, tokens?.told.length ?? 0]
      }
    precondition(
      tokens.map { inputs.shape == [count, $0.positionCount] } ?? !task.asksAtEveryPosition,
      "texts are rows of tokens, found \(inputs.shape)")
    precondition(targets.shape == needed, "targets have the shape \(needed), found \(targets.shape)")
    self.name = name
    self.inputs = inputs
    self.targets = targets
    self.featureNames = featureNames
    self.task = task
    self.source = source
    self.lines = lines
    self.tokens = tokens
    let least: Float = task.asksAtEveryPosition ? -1 : 0
    precondition(
      classNames.isEmpty
        || targets.values.allSatisfy { $0 >= least && Int($0) < classNames.count && Float(Int($0)) == $0 },
      "every target is the index of one of the \(classNames.count) classes")
  }

  /// How many examples there are.
  public var count: Int { inputs.shape.dimensions[0] }

  /// How many numbers an example has.
  public var featureCount: Int { featureNames.count }

  /// The shape of one example: `features`, or `channels×height×width`.
  public var exampleShape: Shape { Shape(Array(inputs.shape.dimensions.dropFirst())) }

  /// The shape of one example's target: `1` for a class or a number.
  public var targetShape: Shape {
    targets.shape.rank == 1 ? [1] : Shape(Array(targets.shape.dimensions.dropFirst()))
  }

  /// The classes in the order of their indices, of texts to be told token by token the vocabulary; none for regression
  /// and pictures.
  public var classNames: [String] {
    switch task {
    case .binaryClassification(let names), .classification(let names): names
    case .nextToken(let tokens), .transcription(let tokens): tokens
    case .regression, .filteredImages: []
    }
  }

  /// The numbers of one example, row major.
  public func example(_ index: Int) -> ArraySlice<Float> {
    precondition(index >= 0 && index < count, "example \(index) is not one of the \(count) of \(name)")
    return inputs.values[index * featureCount..<(index + 1) * featureCount]
  }

  /// Whether each example is of one class: neither a number nor a picture nor a token at each position.
  public var hasOneClassEach: Bool { !classNames.isEmpty && !task.asksAtEveryPosition }

  /// The class of one example, or nil where there is no such one.
  public func classIndex(_ index: Int) -> Int? {
    hasOneClassEach ? Int(targets[index]) : nil
  }

  /// How many examples each class has, in the order of the class names; of tokens how often each is asked for.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classNames.count)
    guard !counts.isEmpty else { return counts }
    for target in targets.values where target >= 0 { counts[Int(target)] += 1 }
    return counts
  }
}
