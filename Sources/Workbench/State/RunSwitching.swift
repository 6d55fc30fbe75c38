import Autodiff
import Lessons
import Stepping

/// A network that runs, with the plan that it was made from.
struct RunningPlan: Sendable {
  let plan: LessonPlan
  let setup: TrainingSetup
  /// How many numbers the network learns.
  let parameterCount: Int

  init(plan: LessonPlan, setup: TrainingSetup) {
    self.plan = plan
    self.setup = setup
    // What has been set up has been compiled.
    parameterCount = (try? setup.compiler.parameterCount()) ?? 0
  }
}

/// Which network runs: when a lesson is opened, begun again or given another structure, and when time
/// leads from one structure to another.
enum RunSwitching {
  /// Hands a network that has been made to the trainer.
  static func open(_ opened: LessonSession, _ opening: Opening, _ state: inout WorkbenchState) -> [Effect] {
    var session = opened
    state.lastTag += 1
    session.setup.tag = state.lastTag
    if case .racer(let label, let isLast) = opening { return addRacer(session, label, isLast, &state) }
    if opening == .lesson { state.runningPlans = [:] }
    state.runningPlans[state.lastTag] = RunningPlan(plan: session.plan, setup: session.setup)
    if opening != .lesson, let old = state.session, old.lesson.id == session.lesson.id {
      session.tourStop = old.tourStop
      session.answers = old.answers
      session.goalReachedAfter = old.goalReachedAfter
    }
    state.session = session
    switch opening {
    case .lesson:
      begin(&state)
      state.focus = .stage
      state.isZoomed = false
      state.memories = [:]
      (state.gallery, state.image, state.word) = (GalleryFilter(), ImageBench(), WordBench())
      state.textBench = TextBench()
      state.breakpoints = BreakpointSet(session.lesson.stopConditions.map(\.text))
      return [.trainer(.load(session.setup, breakpoints: state.breakpoints))]
    case .restart(let label):
      begin(&state)
      state.session?.goalReachedAfter = nil
      return [.trainer(.restart(session.setup, label: label))]
    case .change(let label):
      let change = Intervention.Change.structure(StructureChange(session.setup, label: label))
      state.awaitedTag = state.lastTag
      state.announcesTransplant = true
      return [.trainer(.intervene(change))]
    case .racer: return []
    }
  }

  /// Epochs that a race takes, at least.
  private static let raceEpochs = 20

  private static func addRacer(
    _ session: LessonSession, _ label: BilingualText, _ isLast: Bool, _ state: inout WorkbenchState
  ) -> [Effect] {
    state.runningPlans[state.lastTag] = RunningPlan(plan: session.plan, setup: session.setup)
    state.racers.append(StructureChange(session.setup, label: label))
    guard isLast, let snapshot = state.snapshot else { return [] }
    let racers = state.racers
    state.racers = []
    state.pace = .fullSpeed
    let recorded = snapshot.end.iteration + 1 - snapshot.completedIterations
    return [.trainer(.race(racers, iterations: max(raceEpochs * snapshot.batchesPerEpoch, recorded)))]
  }

  /// Takes up a session: begins as it began and does again what was done.
  static func takeUp(_ resumed: ResumedSession, _ state: inout WorkbenchState) -> [Effect] {
    _ = open(resumed.session, .lesson, &state)
    var steps = resumed.replay.steps
    for (index, step) in steps.enumerated() {
      if let network = step.network, let plan = resumed.plans[index] {
        state.lastTag += 1
        var setup = network.setup
        setup.tag = state.lastTag
        steps[index].network = StructureChange(setup, label: network.label)
        state.runningPlans[state.lastTag] = RunningPlan(plan: plan, setup: setup)
      }
      remember(step.event, &state)
    }
    state.isTakingUp = true
    state.notice = Notice(.hint, state.text(resumed.notice))
    guard let setup = state.session?.setup else { return [] }
    let replay = RunReplay(steps, checkpoint: resumed.replay.checkpoint)
    return [.trainer(.load(setup, breakpoints: state.breakpoints, replay: replay))]
  }

  /// What an event says about the lesson and not about its run.
  private static func remember(_ event: RunEvent, _ state: inout WorkbenchState) {
    switch event {
    case .note(.goal(let iteration)): state.session?.goalReachedAfter = iteration
    case .note(.tourStop(let index)):
      if state.session?.lesson.tour.indices.contains(index) == true { state.session?.tourStop = index }
    case .note(.answer(let answer)):
      var outcome = PredictionOutcome()
      outcome.wrongAnswers = answer.wrongAnswers
      outcome.isRight = answer.isRight
      outcome.isClosed = answer.isClosed
      state.session?.answers[answer.index] = outcome
    case .restart: state.session?.goalReachedAfter = nil
    default: break
    }
  }

  private static func begin(_ state: inout WorkbenchState) {
    state.place = .workbench
    state.snapshot = nil
    state.pace = nil
    state.cursor = nil
    state.awaitedChange = nil
    state.awaitedTag = nil
    state.questions = []
    state.practice = nil
  }

  /// Takes up the plan of the network that now runs: cursor and questions were of another program.
  static func follow(_ snapshot: Snapshot, after last: Snapshot?, _ state: inout WorkbenchState) {
    if state.awaitedTag == snapshot.setupTag { state.awaitedTag = nil }
    state.cursor = nil
    state.questions = []
    if let running = state.runningPlans[snapshot.setupTag], state.awaitedTag == nil {
      state.session?.plan = running.plan
      state.session?.setup = running.setup
    }
    if state.announcesTransplant, state.awaitedTag == nil, let transplant = snapshot.transplant {
      state.announcesTransplant = false
      let said = state.notice.map { $0.text + " " } ?? ""
      let counts = parameterCounts(
        before: last.flatMap { state.runningPlans[$0.setupTag] }, state.runningPlans[snapshot.setupTag])
      let sentences = [counts, TransplantText.sentence(transplant)].compactMap { $0 }.map { state.text($0) }
      state.notice = Notice(.hint, said + sentences.joined(separator: " "))
    }
  }

  /// How many parameters there are, where another kind of network has taken over.
  private static func parameterCounts(before: RunningPlan?, _ now: RunningPlan?) -> BilingualText? {
    guard let before, let now,
      before.plan.usesDenseCounterpart != now.plan.usesDenseCounterpart
        || before.plan.recurrentCounterpart != now.plan.recurrentCounterpart
    else { return nil }
    let (old, new) = (before.parameterCount, now.parameterCount)
    return BilingualText("\(new) parameters, \(old) before.", zh: "\(new) 个参数，之前 \(old) 个。")
  }

  // MARK: The lesson's own run

  /// What the lesson says of its numbers is true for its own network, unchanged: when another one runs, its own
  /// is begun as a branch, and the command is carried out there.
  static func inOwnRun(_ command: String, _ state: inout WorkbenchState, _ body: (inout WorkbenchState) -> [Effect])
    -> [Effect]
  {
    guard let session = state.session, let snapshot = state.snapshot else { return [] }
    let isOwn = snapshot.interventions.isEmpty && state.runningPlans[snapshot.setupTag]?.plan == session.lesson.plan
    if isOwn { return body(&state) }
    state.pendingCommand = command
    let label = BilingualText("the lesson's own run", zh: "课程原有的训练")
    // What was changed is not lost: it is said where it is.
    state.pendingNotice = BilingualText(
      "This is the lesson's own run again; yours is a branch (0).", zh: "这里又是课程原有的训练；你改动过的训练在分支里（按 0）。")
    return [.open(session.lesson, session.lesson.plan, .restart(label))]
  }

  /// Carries out what waited for a run to begin.
  static func goOn(_ snapshot: Snapshot, _ state: inout WorkbenchState) -> [Effect] {
    guard let id = state.pendingCommand, snapshot.setupTag == state.lastTag else { return [] }
    state.pendingCommand = nil
    let effects = CommandCatalog.all.first { $0.id == id }?.perform(&state) ?? []
    if let notice = state.pendingNotice, state.notice == nil { state.notice = Notice(.hint, state.text(notice)) }
    state.pendingNotice = nil
    return effects
  }
}
