public import NeuralNet

/// Something that was done to a run, in words that mean the same tomorrow and in a file: values by their
/// names, changes of structure as settings. All of them in order, done again, give the same bits
/// (``RunReplay``).
public enum RunEvent: Hashable, Sendable {
  case step(StepSize)
  case stepBack(StepSize)
  /// One term forwards or back, and where that led.
  case term(isBack: Bool, to: Moment)
  case go(to: Moment)
  /// A stretch that the run has gone by itself, and the breakpoints that ended it, by number.
  case ran(isBack: Bool, to: Moment, hits: [Int])
  case learningRate(Float)
  case optimizerConstants(OptimizerDescription)
  /// One number of a parameter, by the name that the screen shows: `hidden1.weight[0, 1]`.
  case edit(cell: String, value: Float)
  /// Another structure, by what its maker calls it (``TrainingSetup/settings``).
  case structure([String])
  case restart([String])
  /// Another structure from a moment of a branch, on a branch of its own.
  case racer(branch: Int, at: Moment, [String])
  case undo
  case redo
  case switchBranch(Int)
  case renameBranch(Int, String)
  case dropBranch(Int)
  case compare(Int?)
  case breakpoints(BreakpointSet)
  case note(RunNote)
  /// What was there at a moment, so that a replay can be compared with it.
  case check(RunCheck)
}

/// What a learner has done beside the run.
public enum RunNote: Hashable, Sendable {
  case answer(Answer)
  /// The lesson's goal was reached after so many iterations.
  case goal(iteration: Int)
  /// The stop of the lesson's tour, counted from 0.
  case tourStop(Int)

  /// How a question of the lesson stands.
  public struct Answer: Hashable, Sendable {
    /// Which question of the lesson, counted from 0, and its name.
    public let index: Int
    public let id: String
    /// What it is about; nil when the lesson does not say.
    public let skill: String?
    public let wrongAnswers: Int
    public let isRight: Bool
    /// Answered rightly, or shown.
    public let isClosed: Bool

    public init(index: Int, id: String, skill: String?, wrongAnswers: Int, isRight: Bool, isClosed: Bool) {
      self.index = index
      self.id = id
      self.skill = skill
      self.wrongAnswers = wrongAnswers
      self.isRight = isRight
      self.isClosed = isClosed
    }
  }
}

/// Takes down what is done to a run, on the thread of the run.
public protocol RunRecorder: AnyObject, Sendable {
  /// A run begins; `log` is its setup's ``TrainingSetup/log``.
  func begin(log: Int)
  /// Of what was recorded before, only so many events could be done again; what follows goes on from there.
  func replayed(only count: Int)
  /// Returns when the event is safe.
  func record(_ event: RunEvent)
  /// What has been computed so far, to be kept beside what was recorded.
  func keep(_ checkpoint: RunCheckpoint)
  /// A run is left for another, or for today.
  func leave(_ summary: RunSummary)
}

/// How a run stood when it was left.
public struct RunSummary: Hashable, Sendable {
  public let settings: [String]
  public let seed: UInt64
  /// Which run of its session, counted from 0: starting over begins another.
  public let number: Int
  public let iterations: Int
  /// Loss and metric over all samples; nil where nothing can be computed.
  public let train: EvaluationPoint.Score?
  public let test: EvaluationPoint.Score?

  public init(
    settings: [String], seed: UInt64, number: Int, iterations: Int, train: EvaluationPoint.Score?,
    test: EvaluationPoint.Score?
  ) {
    self.settings = settings
    self.seed = seed
    self.number = number
    self.iterations = iterations
    self.train = train
    self.test = test
  }
}
