public import Autodiff
public import Datasets
public import NeuralNet

/// A classic mistake that can be put into a run, to be found by stepping. One file a bug, one line in ``BugCatalog``.
///
/// A planted bug really runs: it gives the run another configuration, other data, another optimizer or other
/// operations, and says nothing itself while the run goes. So a run without one pays nothing, a run with one goes
/// back to the same bits, and explanations show what was really computed.
public protocol PlantedBug: Sendable {
  /// What lessons and the command line call it.
  static var name: String { get }
  /// What it is, in a few words: a line of the list that the learner chooses from.
  static var title: BilingualText { get }
  /// What it does to training, and what it is mistaken for.
  static var meaning: BilingualText { get }

  /// Whether it would make a difference there.
  static func fits(_ site: BugSite) -> Bool

  static func changing(_ configuration: TrainingConfiguration) -> TrainingConfiguration
  static func changing(_ data: PreparedData) -> PreparedData
  static func changing(_ optimizer: any Optimizer) -> any Optimizer
  static func changing(_ program: Program) -> Program

  /// Whether the bug can be seen at an instruction of the program.
  static func isPlace(_ instruction: Int, in program: Program) -> Bool
  /// Where it is looked for, in words: `in an update`.
  static var place: BilingualText { get }

  /// What the run's own numbers say about this bug, planted or not. Moves the timeline.
  static func evidence(on timeline: Timeline) -> BilingualText
}

extension PlantedBug {
  public static func changing(_ configuration: TrainingConfiguration) -> TrainingConfiguration { configuration }
  public static func changing(_ data: PreparedData) -> PreparedData { data }
  public static func changing(_ optimizer: any Optimizer) -> any Optimizer { optimizer }
  public static func changing(_ program: Program) -> Program { program }
}

/// A run as it would be without a bug.
public struct BugSite: Sendable {
  public let configuration: TrainingConfiguration
  public let data: PreparedData
  public let optimizer: any Optimizer
  /// Of a full batch.
  public let program: Program
  public let batchSize: Int
}
