public import Autodiff

/// A question about a number before it is shown. The right answer is computed from the run when it is
/// needed; only for a choice does the lesson say which one is right.
public struct Prediction: Hashable, Sendable {
  public let id: String
  /// Where the run stops and the question is asked.
  public let stop: MomentReference
  public let question: Question
  /// Markdown, as are hint and explanation.
  public let prompt: BilingualText
  /// The first hint that can be asked for.
  public let hint: BilingualText?
  /// With the right answer.
  public let explanation: BilingualText
  public let skill: Skill

  public enum Question: Hashable, Sendable {
    /// The number, give or take `tolerance`; nil for two digits that count (``NumberTolerance``).
    case value(CellReference, tolerance: Double?)
    /// Whether it will be positive, negative or zero.
    case sign(CellReference)
    /// Whether it will be larger or smaller at a later moment than at the stop.
    case direction(CellReference, until: MomentReference)
    /// The shape of a value.
    case shape(String)
    /// One of some answers; `right` counts from 0.
    case choice([BilingualText], right: Int)
  }

  public init(
    id: String, stop: MomentReference, question: Question, prompt: BilingualText, hint: BilingualText? = nil,
    explanation: BilingualText, skill: Skill? = nil
  ) {
    self.id = id
    self.stop = stop
    self.question = question
    self.prompt = prompt
    self.hint = hint
    self.explanation = explanation
    self.skill = skill ?? Skill.usual(for: question)
  }

  /// The cell that is asked about.
  public var cell: CellReference? {
    switch question {
    case .value(let cell, _), .sign(let cell), .direction(let cell, _): cell
    case .shape, .choice: nil
    }
  }
}
