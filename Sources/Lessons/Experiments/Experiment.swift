public import Autodiff

/// A claim put to the test: trainings that differ in a few settings, figures measured on each, what the claim
/// would have them be, and what to say about the outcome. Read from a lesson's file; ``ExperimentRun`` carries
/// it out. Nothing in it is a result.
public struct Experiment: Hashable, Sendable {
  /// `depth-and-data`; no other experiment of any lesson has it.
  public let id: String
  /// What is claimed, in our own words.
  public let claim: BilingualText
  /// What the learner is asked before anything runs. The choices are those of ``Verdict``, in its order.
  public let question: BilingualText
  public let choices: VerdictTexts
  /// The trainings, in the order of the table.
  public let variations: [Variation]
  /// Each variation is trained once with each of these; its figures are medians.
  public let seeds: [UInt64]
  public let budget: Budget
  public let measures: [MeasureDescription]
  public let expectations: [Expectation]
  /// What the outcome means.
  public let verdicts: VerdictTexts
  public let explanation: BilingualText
  public let plot: Plot

  public init(
    id: String, claim: BilingualText, question: BilingualText, choices: VerdictTexts, variations: [Variation],
    seeds: [UInt64], budget: Budget, measures: [MeasureDescription], expectations: [Expectation],
    verdicts: VerdictTexts, explanation: BilingualText, plot: Plot
  ) {
    self.id = id
    self.claim = claim
    self.question = question
    self.choices = choices
    self.variations = variations
    self.seeds = seeds
    self.budget = budget
    self.measures = measures
    self.expectations = expectations
    self.verdicts = verdicts
    self.explanation = explanation
    self.plot = plot
  }

  /// How long each training runs.
  public enum Budget: Hashable, Sendable {
    case iterations(Int)
    case epochs(Int)

    public func iterations(batchesPerEpoch: Int) -> Int {
      switch self {
      case .iterations(let count): count
      case .epochs(let count): count * batchesPerEpoch
      }
    }
  }

  /// Which figure is drawn, along which setting; what else differs makes the curves.
  public struct Plot: Hashable, Sendable {
    public let figure: String
    public let along: String
    public let isLogarithmic: Bool

    public init(figure: String, along: String, isLogarithmic: Bool = false) {
      self.figure = figure
      self.along = along
      self.isLogarithmic = isLogarithmic
    }
  }

  /// The plans that are trained; a variation that cannot be applied is left out (a lesson that was checked has none).
  public func plans(from plan: LessonPlan) -> [LessonPlan] {
    variations.compactMap { try? $0.plan(from: plan, seed: seeds.first ?? 1) }
  }

  /// The names of what differs between the variations, in the order in which they are written.
  public var settingNames: [String] {
    variations.flatMap(\.settings).map(\.knob).reduce(into: []) { names, name in
      if !names.contains(name) { names.append(name) }
    }
  }
}

/// What an experiment says about its claim.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// All that was expected of the claim came out.
  case holds
  /// Some of it did.
  case partly
  /// None of it did.
  case fails

  /// In a word or three.
  public var name: BilingualText {
    switch self {
    case .holds: BilingualText("holds", zh: "成立")
    case .partly: BilingualText("holds only in part", zh: "只部分成立")
    case .fails: BilingualText("does not hold", zh: "不成立")
    }
  }
}

/// A text for each verdict.
public struct VerdictTexts: Hashable, Sendable {
  public let holds: BilingualText
  public let partly: BilingualText
  public let fails: BilingualText

  public init(holds: BilingualText, partly: BilingualText, fails: BilingualText) {
    self.holds = holds
    self.partly = partly
    self.fails = fails
  }

  public subscript(verdict: Verdict) -> BilingualText {
    switch verdict {
    case .holds: holds
    case .partly: partly
    case .fails: fails
    }
  }
}
