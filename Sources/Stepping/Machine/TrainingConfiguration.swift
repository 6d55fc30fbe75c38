public import Autodiff
public import NeuralNet

/// Everything that decides a run besides its data: two runs with equal configurations and data have
/// equal bits at every moment.
public struct TrainingConfiguration: Hashable, Sendable {
  public var model: ModelDescription
  public var optimizer: OptimizerDescription
  public var learningRate: Float
  /// What becomes of the learning rate from iteration to iteration.
  public var schedule: ScheduleDescription
  /// Limits on what the optimizer gets to see of the gradients.
  public var clipping: GradientClipping
  /// Samples an iteration sees; more than there are means all of them.
  public var batchSize: Int
  /// Whether each epoch visits the samples in a new order.
  public var shuffles: Bool
  /// Decides the first weights and the order of the samples.
  public var seed: UInt64
  /// First numbers of parameters by name, where a lesson prescribes them.
  public var initialValues: [String: [Float]]
  /// A mistake that is put into the run on purpose, by its name in ``BugCatalog``.
  public var plantedBug: String?

  public init(
    model: ModelDescription, optimizer: OptimizerDescription = OptimizerDescription("sgd"), learningRate: Float,
    schedule: ScheduleDescription = .constant, clipping: GradientClipping = .none, batchSize: Int,
    shuffles: Bool = true, seed: UInt64 = 1,
    initialValues: [String: [Float]] = [:], plantedBug: String? = nil
  ) {
    self.model = model
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.schedule = schedule
    self.clipping = clipping
    self.batchSize = batchSize
    self.shuffles = shuffles
    self.seed = seed
    self.initialValues = initialValues
    self.plantedBug = plantedBug
  }
}
