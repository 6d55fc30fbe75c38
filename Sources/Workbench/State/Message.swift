public import Autodiff
public import Lessons
public import Screen
public import Stepping

/// Something the workbench has to react to.
public enum Message: Sendable {
  case key(Key)
  case paste(String)
  case resize(Size)
  /// The trainer has something new.
  case snapshot(Snapshot)
  /// Whether the trainer goes on by itself, and how fast.
  case running(Pace?, rate: Double?)
  /// Ctrl+C: whatever runs is to stop, and nothing else.
  case interrupted
  /// A lesson's data has been read and its network is made.
  case opened(LessonSession, Opening)
  /// How far an experiment is, or what it has found.
  case experiment(ExperimentReport)
  /// A lesson is taken up where it was left.
  case resumed(ResumedSession)
  /// Something asked for did not work, in words.
  case failed(String)
  /// Something asked for is done, in words.
  case done(String)
}

/// A session that is taken up: what its run begins with, and everything that was done since.
public struct ResumedSession: Sendable {
  /// The lesson as the session began.
  public let session: LessonSession
  public let replay: RunReplay
  /// The plans of the networks in the replay, by the index of the event that makes each.
  public let plans: [Int: LessonPlan]
  /// What there is to say about it.
  public let notice: BilingualText

  public init(_ session: LessonSession, _ replay: RunReplay, plans: [Int: LessonPlan], notice: BilingualText) {
    self.session = session
    self.replay = replay
    self.plans = plans
    self.notice = notice
  }
}

/// What a network that has been made is for.
public enum Opening: Hashable, Sendable {
  /// A lesson is opened.
  case lesson
  /// The lesson begins again: another branch, from its own first weights.
  case restart(BilingualText)
  /// The run goes on with another structure; weights that fit are kept.
  case change(BilingualText)
  /// One of several structures that are to be tried from here; the last one begins the race.
  case racer(BilingualText, isLast: Bool)
}

/// Something the workbench wants done outside: values, carried out by the program around it.
public enum Effect: Sendable {
  case trainer(TrainerCommand)
  /// Reads a lesson's data and makes its network as a plan says.
  case open(Lesson, LessonPlan, Opening)
  /// Carries out an experiment of a lesson, in place of one that may be going on.
  case runExperiment(Experiment, of: Lesson)
  /// Writes a picture of the screen.
  case writePicture
  case quit
}
