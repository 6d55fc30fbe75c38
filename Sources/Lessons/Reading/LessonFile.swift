public import Autodiff
public import Datasets
public import NeuralNet

/// A lesson file as it is written: of the right structure and types, its names not yet looked up.
/// ``Lesson/init(_:text:)`` checks them.
public struct LessonFile: Sendable {
  public var id: String
  public var order: LessonOrder
  public var title: BilingualText
  public var question: BilingualText
  public var data: DataSelection
  public var ownFile: OwnFile?
  public var model: ModelDescription
  public var optimizer: OptimizerDescription
  public var learningRate: Float
  public var schedule: ScheduleDescription
  public var clipping: GradientClipping
  public var batchSize: Int
  public var shuffles: Bool
  public var seed: UInt64
  public var initialValues: [String: [Float]]
  public var knobs: [String]?
  public var panels: [String]
  public var tour: [TourStop]
  public var predictions: [Prediction]
  public var goal: Goal?
  public var stopConditions: [StopCondition]
  public var breakIt: BreakIt?
  public var experiments: [Experiment]
  /// A mistake put into the run on purpose, by name.
  public var plantedBug: String?
  public let places: LessonPlaces
}
