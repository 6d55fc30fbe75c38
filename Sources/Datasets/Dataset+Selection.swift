public import TensorMath
import Wording

/// Parts of a data set: some of its examples, classes or features.
extension Dataset {
  /// The examples with these indices, in this order.
  public func selecting(examples: [Int]) -> Dataset {
    var values: [Float] = []
    values.reserveCapacity(examples.count * featureCount)
    for index in examples { values.append(contentsOf: example(index)) }
    let targetCount = targetShape.count
    var targetValues: [Float] = []
    targetValues.reserveCapacity(examples.count * targetCount)
    for index in examples { targetValues += targets.values[index * targetCount..<(index + 1) * targetCount] }
    return Dataset(
      name: name,
      inputs: Tensor(Shape([examples.count] + exampleShape.dimensions), values),
      targets: Tensor(Shape([examples.count] + targets.shape.dimensions.dropFirst()), targetValues),
      featureNames: featureNames, task: task, source: source,
      lines: lines.isEmpty ? [] : examples.map { lines[$0] }, tokens: tokens)
  }

  /// The same examples with other inputs, as after standardization.
  public func replacing(inputs: Tensor, targets: Tensor? = nil, featureNames: [String]? = nil) -> Dataset {
    Dataset(
      name: name, inputs: inputs, targets: targets ?? self.targets, featureNames: featureNames ?? self.featureNames,
      task: task, source: source, lines: lines, tokens: tokens)
  }

  /// The same examples with class indices for targets, as a softmax over two classes needs them;
  /// nothing changes unless the task is a binary one.
  public func withClassIndices() -> Dataset {
    guard case .binaryClassification(let classNames) = task else { return self }
    return Dataset(
      name: name, inputs: inputs, targets: Tensor([count], targets.values), featureNames: featureNames,
      task: .classification(classNames: classNames), source: source, lines: lines, tokens: tokens)
  }

  /// The examples of some classes, which get the indices 0, 1, … in the order asked for. Two classes
  /// make it a binary task: of the three penguin species, Adelie against Gentoo.
  public func selecting(classes: [String]) throws(DataError) -> Dataset {
    guard hasOneClassEach else {
      throw DataError(
        .wrongChoice, in: name, at: .choice("classes"), found: "a choice of classes",
        needed: "none: \(name) has \(classNames.isEmpty ? "a quantity" : "tokens") to predict")
    }
    let chosen = try Self.indices(ofClasses: classes, among: classNames, in: name)
    let newIndices = Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($1, Float($0)) })
    let kept = (0..<count).filter { index in classIndex(index).map { newIndices[$0] != nil } ?? false }
    let part = selecting(examples: kept)
    let targets = part.targets.values.compactMap { newIndices[Int($0)] }
    let isBinary = classes.count == 2
    return Dataset(
      name: name, inputs: part.inputs, targets: Tensor(isBinary ? [kept.count, 1] : [kept.count], targets),
      featureNames: featureNames,
      task: isBinary ? .binaryClassification(classNames: classes) : .classification(classNames: classes),
      source: source, lines: part.lines, tokens: tokens)
  }

  /// The same examples with only some of their features, in the order asked for.
  public func selecting(features: [String]) throws(DataError) -> Dataset {
    guard exampleShape.rank == 1, tokens == nil else {
      let what = tokens != nil ? "texts" : exampleShape.rank == 2 ? "sequences" : "images"
      throw DataError(
        .wrongChoice, in: name, at: .choice("features"), found: "a choice of features",
        needed: "none: \(name) holds whole \(what)")
    }
    guard !features.isEmpty else {
      throw DataError(.noFeatures, in: name, at: .choice("features"), found: "no feature", needed: "at least one")
    }
    let chosen = try Self.indices(of: features, among: featureNames, .unknownFeature, in: name, choice: "features")
    let values = (0..<count).flatMap { row in chosen.map { inputs[row, $0] } }
    return replacing(inputs: Tensor([count, chosen.count], values), featureNames: features)
  }

  /// Where each chosen class stands among the known ones; two or more.
  static func indices(
    ofClasses classes: [String], among known: [String], in origin: String
  ) throws(DataError) -> [Int] {
    guard classes.count >= 2 else {
      throw DataError(
        .tooFewClasses, in: origin, at: .choice("classes"),
        found: classes.isEmpty ? "no class" : "one class", needed: "at least two")
    }
    return try indices(of: classes, among: known, .unknownClass, in: origin, choice: "classes")
  }

  /// Where each wanted name stands among the known ones; every name once.
  static func indices(
    of wanted: [String], among known: [String], _ problem: DataError.Problem, in origin: String, choice: String
  ) throws(DataError) -> [Int] {
    var indices: [Int] = []
    for name in wanted {
      guard let index = known.firstIndex(of: name) else {
        throw DataError(
          problem, in: origin, at: .choice(choice), found: Quotation.quoted(name), needed: Quotation.choice(of: known),
          suggestion: NearestName.suggestion(for: name, among: known))
      }
      guard !indices.contains(index) else {
        throw DataError(
          .repeatedChoice, in: origin, at: .choice(choice), found: "\(Quotation.quoted(name)) twice",
          needed: "each name once")
      }
      indices.append(index)
    }
    return indices
  }
}
