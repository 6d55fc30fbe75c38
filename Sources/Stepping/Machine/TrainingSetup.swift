import Autodiff
public import Datasets
public import NeuralNet
public import TensorMath

/// A configuration that has been checked against its data: what a ``TrainingMachine`` is made from.
public struct TrainingSetup: Sendable {
  public let configuration: TrainingConfiguration
  public let data: PreparedData
  public let compiler: ModelCompiler
  public let optimizer: any Optimizer
  public let schedule: WarmedSchedule
  /// Samples an iteration sees, at most as many as there are.
  public let batchSize: Int
  public let order: BatchOrder
  /// A number by which its maker knows it again in a snapshot; it decides nothing.
  public var tag = 0
  /// What its maker would set to make it again, such as `hidden-layers=2`; it decides nothing.
  public var settings: [String] = []
  /// Which log takes down what is done to it; 0 for none.
  public var log = 0

  /// Memory that one run may take for its values, in floats (1 GiB).
  public static let largestArena = 1 << 28

  public init(_ configuration: TrainingConfiguration, data: PreparedData) throws(SetupError) {
    let bug = try Self.bug(of: configuration, data)
    let data = bug?.changing(data) ?? data
    var configuration = bug?.changing(configuration) ?? configuration
    if bug == nil { configuration.plantedBug = nil }
    self.configuration = configuration
    self.data = data
    guard data.train.count > 0 else { throw .noTrainingSamples(data.raw.name) }
    guard configuration.learningRate.isFinite, configuration.learningRate >= 0 else {
      throw .setting(
        SettingError("learning rate", found: "\(configuration.learningRate)", needed: "a number from 0 up"))
    }
    let (norm, value) = (configuration.clipping.norm, configuration.clipping.value)
    guard norm >= 0, value >= 0, norm.isFinite, value.isFinite else {
      throw .setting(SettingError("gradient clipping", found: "\(norm) and \(value)", needed: "numbers from 0 up"))
    }
    guard configuration.batchSize >= 1 else {
      throw .setting(SettingError("batch size", found: "\(configuration.batchSize)", needed: "at least 1"))
    }
    do throws(SettingError) {
      let optimizer = try OptimizerCatalog.optimizer(configuration.optimizer)
      self.optimizer = bug?.changing(optimizer) ?? optimizer
      schedule = try ScheduleCatalog.schedule(configuration.schedule)
    } catch { throw .setting(error) }
    var model = configuration.model
    model.inputShape = data.train.exampleShape
    model.tokens = data.tokenLayout
    do throws(ModelError) {
      compiler = try ModelCompiler(model)
    } catch { throw .model(error) }
    batchSize = min(configuration.batchSize, data.train.count)
    order = BatchOrder(
      count: data.train.count, batchSize: batchSize, seed: configuration.seed,
      shuffles: configuration.shuffles && batchSize < data.train.count)
    try checkTargets()
    try checkInitialValues()
    let program = try program(batchSize: batchSize)
    let floats = program.durableCount + 2 * program.transientCount
    guard floats <= Self.largestArena else {
      throw .tooLarge(mebibytes: floats / (1 << 18), allowed: Self.largestArena / (1 << 18))
    }
  }

  /// The training program for a batch of this size.
  func program(batchSize: Int) throws(SetupError) -> Program {
    do throws(ModelError) {
      let program = try compiler.trainingProgram(
        batchSize: batchSize, stateNames: optimizer.stateNames, clipping: configuration.clipping)
      return plantedBug?.changing(program) ?? program
    } catch { throw .model(error) }
  }

  /// Loss, outputs and data have to fit together.
  private func checkTargets() throws(SetupError) {
    let outputShape: Shape
    do throws(ModelError) { outputShape = try compiler.outputShape() } catch { throw .model(error) }
    let outputs = outputShape.count
    let loss = compiler.model.loss
    let classes = data.train.classNames.count
    switch (data.train.task, compiler.loss.targets) {
    case (.classification, .numbers):
      throw .lossDoesNotFit(loss, "\(classes) classes", suggestion: "softmax-cross-entropy")
    case (.regression, .classIndex):
      throw .lossDoesNotFit(loss, "a number to predict", suggestion: "squared-error")
    case (.regression, .numbers) where loss == "binary-cross-entropy":
      throw .lossDoesNotFit(loss, "a number to predict", suggestion: "squared-error")
    case (.filteredImages, .classIndex):
      throw .lossDoesNotFit(loss, "pictures to predict", suggestion: "squared-error")
    case (.filteredImages, .numbers) where loss == "binary-cross-entropy":
      throw .lossDoesNotFit(loss, "pictures to predict", suggestion: "squared-error")
    case (.filteredImages, .numbers):
      // A row of numbers as long as the picture has pixels will do: a dense layer knows no rows and columns.
      let needed = data.train.targetShape
      guard outputShape == needed || outputShape == [needed.count] else {
        throw .picturesDoNotFit(found: outputShape, needed: needed)
      }
    case (.nextToken, .numbers), (.transcription, .numbers):
      throw .lossDoesNotFit(loss, "tokens to predict", suggestion: "softmax-cross-entropy")
    case (.nextToken, .classIndex), (.transcription, .classIndex):
      let needed = Shape(data.train.targetShape.dimensions + [classes])
      guard outputShape == needed else { throw .tokensDoNotFit(found: outputShape, needed: needed) }
    case (.binaryClassification, .classIndex) where outputs != 2:
      throw .outputsDoNotFit(found: outputs, needed: 2, why: "\(loss) with two classes")
    case (.classification, .classIndex) where outputs != classes:
      throw .outputsDoNotFit(found: outputs, needed: classes, why: "one for each class")
    case (.binaryClassification, .numbers) where outputs != 1, (.regression, .numbers) where outputs != 1:
      throw .outputsDoNotFit(found: outputs, needed: 1, why: loss)
    default: break
    }
  }

  private func checkInitialValues() throws(SetupError) {
    let plans: [ParameterPlan]
    do throws(ModelError) { plans = try compiler.parameterPlans() } catch { throw .model(error) }
    for (name, values) in configuration.initialValues.sorted(by: { $0.key < $1.key }) {
      guard let plan = plans.first(where: { $0.name == name }) else {
        throw .setting(SettingError("initial values", unknown: name, known: plans.map(\.name)))
      }
      guard values.count == plan.shape.count else {
        throw .setting(
          SettingError(
            "initial values of \(name)", found: "\(values.count) numbers",
            needed: "\(plan.shape.count), for the shape \(plan.shape)"))
      }
    }
  }
}

/// A configuration that its data cannot be trained with.
public enum SetupError: Error, Hashable, Sendable, CustomStringConvertible {
  case setting(SettingError)
  case model(ModelError)
  case noTrainingSamples(String)
  case lossDoesNotFit(String, String, suggestion: String)
  case outputsDoNotFit(found: Int, needed: Int, why: String)
  /// The shapes of what comes out for a sample and of its target.
  case picturesDoNotFit(found: Shape, needed: Shape)
  /// The same where a token is to be told at each position: [positions, tokens] is needed.
  case tokensDoNotFit(found: Shape, needed: Shape)
  case tooLarge(mebibytes: Int, allowed: Int)

  public var description: String {
    switch self {
    case .setting(let error): error.description
    case .model(let error): error.description
    case .noTrainingSamples(let name): "\(name) has no training samples; raise the train share"
    case .lossDoesNotFit(let loss, let data, let suggestion):
      "the loss \(loss) does not fit data with \(data); use \(suggestion)"
    case .outputsDoNotFit(let found, let needed, let why):
      "the last layer has \(found) units, needed \(needed) (\(why))"
    case .picturesDoNotFit(let found, let needed):
      "the network gives \(found) for a sample, needed \(needed): the picture as its filter makes it"
    case .tokensDoNotFit(let found, let needed):
      "the network gives \(found) for a sample, needed \(needed): at each position a number for each token of the vocabulary"
    case .tooLarge(let mebibytes, let allowed):
      "this network and batch need \(mebibytes) MiB, allowed are \(allowed) MiB; take fewer units, shorter sequences or a smaller batch"
    }
  }
}
