public import Autodiff
import Lessons
public import Screen
public import Stepping
import Storage
import TrainerService
public import Workbench

/// Somebody at the workbench without a terminal: presses keys, looks at the screen, waits for the run.
///
///     let learner = try Learner(lesson: "neuron")
///     learner.press("n n Enter")
///     #expect(learner.text.contains("neuron.sum[0, 0]"))
///
/// The run is carried out at once on the same thread, so that what is seen does not depend on time.
public final class Learner {
  public private(set) var state: WorkbenchState
  /// Whether the program was asked to end.
  public private(set) var hasQuit = false
  /// How often a picture was asked for.
  public private(set) var picturesWritten = 0
  /// What was sent to the trainer, in order, without requests for snapshots.
  public private(set) var commands: [TrainerCommand] = []

  private let trainer: ImmediateTrainer
  private let curriculum: LessonFolder.Scan
  private var hasSent = false

  /// At the list of lessons; in a lesson, when one is named: a shipped one, or else one of the tests' own.
  public init(
    lesson id: String? = nil, size: Size = Size(width: 80, height: 24), capabilities: ScreenCapabilities = .full,
    language: Language = .english, iterationsPerLook: Int = 20
  ) throws {
    let shipped = try LessonFolder.scan(RepositoryFolders.lessons)
    let isShipped = id == nil || shipped.lessons.contains { $0.lesson.id == id }
    curriculum = isShipped ? shipped : try LessonFolder.scan(RepositoryFolders.sampleLessons)
    trainer = ImmediateTrainer(iterationsPerUpdate: iterationsPerLook)
    state = WorkbenchState(
      size: size, capabilities: capabilities, language: language, lessons: curriculum.lessons.map(\.lesson),
      lessonProblems: curriculum.errors.map(\.description))
    if let id {
      guard let lesson = state.lessons.first(where: { $0.id == id }) else { throw NoSuchLesson(id: id) }
      perform(.open(lesson, lesson.plan, .lesson))
      takeAnswers()
    }
  }

  public struct NoSuchLesson: Error { public let id: String }

  // MARK: Doing

  /// Presses keys named as in `--keys`: `n n Enter`, `2 Space`, `C-c`.
  public func press(_ script: String) throws { for key in try Key.script(script) { press(key) } }

  public func press(_ key: Key) { send(.key(key)) }

  /// Types a text character by character, spaces included.
  public func type(_ text: String) { for character in text { press(.character(character)) } }

  public func send(_ message: Message) {
    for effect in update(&state, message) { perform(effect) }
    // As on a terminal, a picture is drawn before the run's answer is there.
    _ = frame
    takeAnswers()
  }

  /// Lets a run that plays go on, and takes its news so many times.
  public func wait(looks: Int) {
    for _ in 0..<looks { takeNews() }
    takeAnswers()
  }

  // MARK: Looking

  public var frame: Frame { WorkbenchView.frame(state) }
  public var text: String { frame.text }
  public var lines: [String] { frame.lines }

  public var snapshot: Snapshot? { state.snapshot }
  public var moment: Moment? { state.snapshot?.moment }
  public var notice: String { state.notice?.text ?? "" }

  /// The name of the number under the cursor or being asked about: `neuron.sum[0, 0]`.
  public var questionName: String? {
    state.question.flatMap { address in state.snapshot?.program.name(of: address) }
  }

  /// Bits of every number that is there.
  public var bits: [[UInt32]] {
    guard let snapshot = state.snapshot else { return [] }
    return snapshot.program.slots.map { (snapshot.values(of: $0.id) ?? []).map(\.bitPattern) }
  }

  // MARK: Carrying out

  private func perform(_ effect: Effect) {
    switch effect {
    case .trainer(let command):
      if case .request = command {} else { commands.append(command) }
      trainer.send(command)
      hasSent = true
    case .open(let lesson, let plan, let opening): open(lesson, plan, opening)
    case .runExperiment(let experiment, let lesson): run(experiment, of: lesson)
    case .writePicture: picturesWritten += 1
    case .quit: hasQuit = true
    }
  }

  private func open(_ lesson: Lesson, _ plan: LessonPlan, _ opening: Opening) {
    guard let stored = curriculum.lesson(withID: lesson.id) else {
      return deliver(.failed("no lesson \(lesson.id)"))
    }
    do {
      let files = try stored.files(for: plan, sampleData: RepositoryFolders.sampleData)
      deliver(.opened(LessonSession(lesson: lesson, plan: plan, setup: try plan.setup(files: files)), opening))
    } catch { deliver(.failed("\(error)")) }
  }

  /// Begins a run of another network than a lesson's own.
  func open(_ setup: TrainingSetup, asIn id: String) {
    guard let lesson = state.lessons.first(where: { $0.id == id }) else { return }
    deliver(.opened(LessonSession(lesson: lesson, plan: lesson.plan, setup: setup), .lesson))
    takeAnswers()
  }

  /// Carries an experiment out, with its news.
  private func run(_ experiment: Experiment, of lesson: Lesson) {
    guard let stored = curriculum.lesson(withID: lesson.id) else { return deliver(.failed("no lesson \(lesson.id)")) }
    do {
      let files = try stored.files(for: experiment, sampleData: RepositoryFolders.sampleData)
      let run = try ExperimentRun(experiment, of: lesson.plan, files: files)
      while !run.isFinished {
        try run.advance(iterations: 1000)
        deliver(.experiment(run.report))
      }
    } catch { deliver(.failed("\(error)")) }
  }

  /// Takes news until nothing that was asked for is outstanding. A run that plays goes on only a little.
  private func takeAnswers() {
    var rounds = 0
    while hasSent, rounds < 8 {
      hasSent = false
      rounds += 1
      takeNews()
    }
  }

  private func takeNews() {
    guard let news = trainer.takeUpdate() else { return }
    if let failure = news.failure { deliver(.failed("\(failure)")) }
    deliver(.running(news.pace, rate: news.rate))
    if let snapshot = news.snapshot { deliver(.snapshot(snapshot)) }
  }

  private func deliver(_ message: Message) {
    for effect in update(&state, message) { perform(effect) }
  }
}
