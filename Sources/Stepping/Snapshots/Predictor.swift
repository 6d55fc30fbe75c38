public import Autodiff
public import Datasets
import NeuralNet
import TensorMath

/// Runs the network forwards on samples other than the batch: all training and test samples, a grid
/// for the decision surface, one point that a learner asks about. It has its own arena, so that a run
/// is never disturbed by being looked at.
public final class Predictor {
  /// Samples at a time, where their values fit into ``mostFloats``.
  private static let largestChunk = 256
  /// Floats that one program may take (64 MiB): long sequences are predicted fewer at a time.
  static let mostFloats = 1 << 24
  /// Floats that the programs kept for the next time may take (128 MiB).
  private static let mostKept = 1 << 25

  private let setup: TrainingSetup
  private var predicting: [Int: Loaded] = [:]
  private var evaluating: [Int: Loaded] = [:]
  private var parameters: [Float] = []
  /// How many times other parameters have been adopted.
  private var version = 0
  /// Loss and metric of a version: looking at a run that stands still computes them once.
  private var evaluated: (version: Int, point: EvaluationPoint)?
  /// The same for the predictions of all samples.
  private var predicted: (version: Int, predictions: SamplePredictions)?
  public let outputCount: Int
  /// How many samples go through the network at a time.
  private(set) lazy var chunk = fittingChunk()

  /// A program with the parameters of some version in its arena.
  private final class Loaded {
    let bound: BoundProgram
    var version = 0
    init(_ bound: BoundProgram) { self.bound = bound }
  }

  public init(_ setup: TrainingSetup) throws(SetupError) {
    self.setup = setup
    do throws(ModelError) { outputCount = try setup.compiler.outputCount() } catch { throw .model(error) }
  }

  /// Takes over the parameters of a machine as they are now, and its running statistics.
  public func adopt(_ machine: TrainingMachine) {
    let numbers = machine.predictingNumbers()
    // Bit by bit: a zero's sign may reach a prediction.
    guard version == 0 || !numbers.elementsEqual(parameters, by: { $0.bitPattern == $1.bitPattern }) else { return }
    parameters = numbers
    version += 1
  }

  /// Predictions for rows of features as the network sees them: [rows, outputs], row major.
  /// Probabilities where the loss works on logits. After each chunk of rows the network may be looked into.
  public func predictions(features: [Float], eachChunk: (BoundProgram) -> Void = { _ in }) -> [Float] {
    let featureCount = max(setup.data.train.featureCount, 1)
    var result: [Float] = []
    result.reserveCapacity(features.count / featureCount * outputCount)
    for rows in chunks(of: features.count / featureCount) {
      guard let loaded = program(batchSize: rows.count, in: &predicting, setup.compiler.predictionProgram) else {
        break
      }
      result += run(
        loaded, features: features[rows.lowerBound * featureCount..<rows.upperBound * featureCount], targets: [])
      eachChunk(loaded.bound)
    }
    return result
  }

  /// Predictions and the mean data loss of samples whose targets are known. After each chunk of samples
  /// the network may be looked into.
  ///
  /// - Parameter most: of more samples the first so many.
  public func evaluate(
    _ data: Dataset, most: Int = .max, eachChunk: (BoundProgram) -> Void = { _ in }
  ) -> (loss: Double, predictions: [Float]) {
    let count = min(data.count, most)
    let featureCount = max(data.featureCount, 1)
    let targetWidth = data.targets.values.count / max(data.count, 1)
    var predictions: [Float] = []
    var (sum, weights) = (0.0, 0)
    for rows in chunks(of: count) {
      guard let loaded = program(batchSize: rows.count, in: &evaluating, setup.compiler.evaluationProgram) else {
        break
      }
      let targets = data.targets.values[rows.lowerBound * targetWidth..<rows.upperBound * targetWidth]
      predictions += run(
        loaded, features: data.inputs.values[rows.lowerBound * featureCount..<rows.upperBound * featureCount],
        targets: targets)
      let bound = loaded.bound
      // A chunk's loss is the mean over what it is asked for: of sequences the positions that are not padding.
      let weight = data.task.asksAtEveryPosition ? targets.count { $0 >= 0 } : rows.count
      if let loss = bound.program.slot(named: "loss") { sum += Double(bound.view(of: loss.id)[0]) * Double(weight) }
      weights += weight
      eachChunk(bound)
    }
    return (sum / Double(max(weights, 1)), predictions)
  }

  private func chunks(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: chunk).map { $0..<min($0 + chunk, count) }
  }

  /// As many samples as fit, in a power of two.
  private func fittingChunk() -> Int {
    var chunk = Self.largestChunk
    // What a sample takes: a program of two against one of one.
    guard let one = try? setup.compiler.evaluationProgram(batchSize: 1),
      let two = try? setup.compiler.evaluationProgram(batchSize: 2)
    else { return chunk }
    let perSample = max(two.transientCount - one.transientCount, 1)
    while chunk > 1, one.durableCount + chunk * perSample > Self.mostFloats { chunk /= 2 }
    return chunk
  }

  private func run(_ loaded: Loaded, features: ArraySlice<Float>, targets: ArraySlice<Float>) -> [Float] {
    let bound = loaded.bound
    if loaded.version != version {
      bound.arena.write(parameters, at: 0)
      loaded.version = version
    }
    bound.mutableView(of: bound.program.inputs[0]).copy(Array(features))
    if bound.program.inputs.count > 1 { bound.mutableView(of: bound.program.inputs[1]).copy(Array(targets)) }
    for index in bound.program.instructions.indices { bound.execute(index) }
    guard let prediction = bound.program.slot(named: ModelCompiler.predictionName) else { return [] }
    return bound.view(of: prediction.id).values
  }

  private func program(
    batchSize: Int, in cache: inout [Int: Loaded], _ compile: (Int) throws(ModelError) -> Program
  ) -> Loaded? {
    if let known = cache[batchSize] { return known }
    // The same model has compiled for training, so that it compiles here.
    guard let program = try? compile(batchSize) else { return nil }
    let arena = Arena(count: program.durableCount + program.transientCount)
    let made = Loaded(BoundProgram(program, in: arena, transientStart: program.durableCount))
    // A handful of sizes recur: full chunks, the rest of the training part and of the test part.
    let kept = cache.values.reduce(0) { $0 + $1.bound.arena.count }
    if cache.count >= 8 || kept + arena.count > Self.mostKept { cache.removeAll() }
    cache[batchSize] = made
    return made
  }

  /// Loss and metric on a part of the data; nil when the part is empty.
  public func score(_ data: Dataset, eachChunk: (BoundProgram) -> Void = { _ in }) -> EvaluationPoint.Score? {
    guard data.count > 0 else { return nil }
    let (loss, predictions) = evaluate(data, eachChunk: eachChunk)
    let metric =
      switch data.task {
      case .regression, .filteredImages: RSquared.value(predictions: predictions, targets: data.targets.values)
      case .binaryClassification, .classification:
        Accuracy.value(predictions: predictions, outputs: outputCount, targets: data.targets.values)
      case .nextToken(let tokens), .transcription(let tokens):
        Accuracy.value(predictions: predictions, outputs: tokens.count, targets: data.targets.values)
      }
    return EvaluationPoint.Score(loss: loss, metric: metric)
  }

  /// Loss and metric on both parts, for the parameters adopted last; with ``Freshness/last``, for some adopted before.
  public func evaluation(completedIterations: Int, _ freshness: Freshness = .now) -> EvaluationPoint? {
    if let evaluated {
      let point = evaluated.point
      if evaluated.version == version {
        return EvaluationPoint(completedIterations: completedIterations, train: point.train, test: point.test)
      }
      // What was ahead of where the run is now belongs to a future that may not come.
      if freshness == .last { return point.completedIterations <= completedIterations ? point : nil }
    }
    return evaluation(completedIterations: completedIterations, eachChunk: { _ in })
  }

  /// The same, computed anew: after each chunk of training samples the network may be looked into.
  public func evaluation(completedIterations: Int, eachChunk: (BoundProgram) -> Void) -> EvaluationPoint? {
    guard let train = score(setup.data.train, eachChunk: eachChunk) else { return nil }
    let test = score(setup.data.test)
    let point = EvaluationPoint(completedIterations: completedIterations, train: train, test: test)
    evaluated = (version, point)
    return point
  }

  /// Predictions for all samples, for the parameters adopted last; with ``Freshness/last``, for some adopted before.
  func samplePredictions(_ freshness: Freshness) -> SamplePredictions {
    if let predicted, predicted.version == version || freshness == .last { return predicted.predictions }
    let predictions = SamplePredictions(
      outputCount: outputCount, train: predictions(features: setup.data.train.inputs.values),
      test: predictions(features: setup.data.test.inputs.values))
    predicted = (version, predictions)
    return predictions
  }
}
