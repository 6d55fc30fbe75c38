public import Autodiff
public import NeuralNet

/// A change that a learner makes to a running network, and when.
public struct Intervention: Equatable, Sendable {
  public enum Change: Equatable, Sendable {
    case learningRate(Float)
    /// New constants for the optimizer in use.
    case optimizerConstants(OptimizerDescription)
    /// One number of a parameter.
    case parameter(CellAddress, Float)
    /// Another structure: layers, loss, data, batch size, optimizer, … Parameters keep their numbers as far
    /// as they fit (``Transplant``), and the iteration begins anew.
    case structure(StructureChange)

    /// Whether the run goes on with the same program.
    var isLive: Bool { if case .structure = self { false } else { true } }

    /// Whether it turns the same thing as another, so that of two at one moment the later one is enough.
    func replaces(_ other: Change) -> Bool {
      switch (self, other) {
      case (.learningRate, .learningRate), (.optimizerConstants, .optimizerConstants), (.structure, .structure): true
      case (.parameter(let cell, _), .parameter(let otherCell, _)): cell == otherCell
      default: false
      }
    }
  }

  public let moment: Moment
  public let change: Change
  /// What was changed, in a few words.
  public let label: BilingualText
}

/// What runs from now on, and in which words the change is told.
public struct StructureChange: Equatable, Sendable {
  public let setup: TrainingSetup
  /// `hidden layers 2`
  public let label: BilingualText

  public init(_ setup: TrainingSetup, label: BilingualText) {
    self.setup = setup
    self.label = label
  }

  public static func == (a: StructureChange, b: StructureChange) -> Bool {
    a.setup.configuration == b.setup.configuration && a.setup.data == b.setup.data
  }
}
