import Autodiff
import Export
import Foundation
import Lessons
import NeuralNet
import Screen
import Sessions
import Stepping
import Storage
import TensorMath
import Workbench

/// A lesson in text mode: what each command does, and what it answers.
struct TextWalk {
  private let loaded: LoadedLesson
  private let library: LessonLibrary
  private let language: Language
  private let session: TrainerSession
  private let timeline: Timeline
  /// What there is to say about where it begins.
  private var notice: BilingualText?
  private var plan: LessonPlan
  private var tourStop = -1
  private var questions: TextQuestions
  private var breakpoints: TextBreakpoints
  private(set) var hasEnded = false

  init(
    _ loaded: LoadedLesson, _ language: Language, _ keyframeBudget: Int, _ library: LessonLibrary,
    _ effects: EffectRunner
  ) throws(Failure) {
    self.loaded = loaded
    self.language = language
    self.library = library
    plan = loaded.plan
    session = TrainerSession(keyframeBudget: keyframeBudget, recorder: effects.keeper)
    var setup = loaded.setup
    var resumed: ResumedSession?
    switch effects.open(loaded.lesson, loaded.plan, .lesson) {
    case .opened(let opened, _): setup = opened.setup
    case .resumed(let kept):
      resumed = kept
      setup = kept.session.setup
      plan = kept.session.plan
    default: break
    }
    session.perform(.load(setup, replay: resumed.map(Self.replay)))
    if let failure = session.failure { throw Failure(failure, lesson: loaded.lesson.id) }
    guard let timeline = session.timeline else {
      throw Failure(.defect, "\(loaded.lesson.id): there is no run.")
    }
    self.timeline = timeline
    questions = TextQuestions(lesson: loaded.lesson, language: language)
    breakpoints = TextBreakpoints(loaded.lesson.stopConditions.map(\.text), language)
    if let resumed { takeUp(resumed) }
  }

  /// What was done, each network known by the number of its event from 1.
  private static func replay(_ resumed: ResumedSession) -> RunReplay {
    var replay = resumed.replay
    for (index, step) in replay.steps.enumerated() {
      guard let network = step.network else { continue }
      var setup = network.setup
      setup.tag = index + 1
      replay.steps[index].network = StructureChange(setup, label: network.label)
    }
    return replay
  }

  private mutating func takeUp(_ resumed: ResumedSession) {
    notice = resumed.notice
    for step in resumed.replay.steps {
      if case .note(.answer(let answer)) = step.event, answer.isClosed { questions.skip(to: answer.index + 1) }
      if case .note(.tourStop(let stop)) = step.event { tourStop = stop }
    }
    plan = resumed.plans[timeline.setup.tag - 1] ?? plan
    plan.configuration.learningRate = timeline.machine.learningRate
    if let problem = session.replayProblem {
      notice = BilingualText(
        "The session could be taken up only as far as event \(problem.index): \(problem.description).",
        zh: "会话只能恢复到第 \(problem.index) 个事件：\(problem.description)。")
    }
  }

  /// Takes down how the run stands.
  func leave() { session.leave() }

  private var narrator: StepNarrator { StepNarrator(timeline, language) }
  private func text(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

  var greeting: [String] {
    [
      "\(loaded.lesson.order) \(loaded.lesson.id): \(loaded.lesson.title[language]). \(loaded.lesson.question[language])",
      text(
        "n steps forward, N back, why explains, ? lists the commands, q leaves.", "n 前进一步，N 后退一步，why 解释，? 列出命令，q 离开。"),
    ] + (notice.map { [$0[language]] } ?? []) + narrator.sentences()
  }

  mutating func answer(_ line: String) throws(Failure) -> [String] {
    if questions.isWaiting, line != "q", line != "quit" {
      let said = questions.answer(line, timeline)
      if let given = questions.takeAnswer() { session.perform(.note(.answer(given))) }
      return said
    }
    switch TextCommand(line) {
    case .step(let size, let isBack, let count): return step(size, isBack: isBack, count: count)
    case .toStart:
      session.perform(.go(to: .start))
      return narrator.sentences()
    case .why(let reference): return why(reference)
    case .show(let name): return [show(name)]
    case .list: return list()
    case .loss: return [narrator.scores()]
    case .set(let setting): return try set(setting)
    case .tour(let isBack): return tour(isBack: isBack)
    case .addBreakpoint(let condition): return breakpoints.add(condition, timeline)
    case .listBreakpoints: return breakpoints.list()
    case .removeBreakpoint(let id): return breakpoints.remove(id)
    case .proceed(let isBack): return session.move { breakpoints.proceed(isBack: isBack, $0) } ?? []
    case .ask: return session.move { questions.ask($0) } ?? []
    case .lesson: return Prose(markdown: loaded.lesson.text[language]).plainLines
    case .help: return [help]
    case .quit:
      hasEnded = true
      return []
    case .unknown(let line):
      return [
        text("\"\(Sentence.shown(line))\" is no command; ? lists them.", "“\(Sentence.shown(line))”不是命令；? 列出所有命令。")
      ]
    }
  }

  // MARK: Time

  private func step(_ size: StepSize, isBack: Bool, count: Int) -> [String] {
    let noted = timeline.observations.count
    if isBack, timeline.now == .start { return [text("This is the start.", "这里就是开头。")] }
    // Many iterations forwards run at full speed.
    if !isBack, size == .iteration, count > 1 {
      session.perform(.play(.fullSpeed))
      session.run(iterations: count)
      session.perform(.pause)
    } else {
      for _ in 0..<count {
        session.perform(isBack ? .stepBack(size) : .step(size))
        if isBack, timeline.now == .start { break }
        if timeline.observations.dropFirst(noted).contains(where: \.stopsRun) { break }
      }
    }
    var sentences = narrator.sentences()
    if size == .iteration || size == .epoch, timeline.now.position > 0 {
      sentences = [sentences.last ?? "", narrator.scores()]
    }
    sentences += narrator.observations(after: noted)
    return sentences
  }

  private mutating func tour(isBack: Bool) -> [String] {
    let next = tourStop + (isBack ? -1 : 1)
    guard loaded.lesson.tour.indices.contains(next) else {
      return [text("There is no further stop.", "没有更多的站了。")]
    }
    tourStop = next
    if let route = try? loaded.lesson.route(toTourStop: next, in: timeline.program) { session.perform(.travel(route)) }
    session.perform(.note(.tourStop(next)))
    let stop = loaded.lesson.tour[next]
    return narrator.sentences() + Prose(markdown: stop.text[language]).plainLines + (stop.value.map { why($0) } ?? [])
  }

  // MARK: Numbers

  private func why(_ reference: CellReference?) -> [String] {
    let program = timeline.program
    let address: CellAddress
    if let reference {
      do throws(ReferenceError) { address = try reference.address(in: program) } catch { return [error.description] }
    } else if let slot = timeline.cellsOfCurrentInstruction.first {
      address = timeline.now.progress.flatMap { timeline.cell(at: $0)?.address } ?? CellAddress(slot, cell: 0)
    } else {
      return [
        text("Say which: why hidden.sum[0, 1]. list names the values.", "请说明是哪个数：why hidden.sum[0, 1]。list 列出名称。")
      ]
    }
    let explanation = timeline.machine.explanation(of: address)
    guard explanation.value != nil else {
      return [text("\(explanation.name) is not computed yet.", "\(explanation.name) 还没有算出。")]
    }
    return ExplanationReport(explanation, of: program, lesson: "", iteration: timeline.now.iteration).lines(language)
  }

  private func show(_ text: String) -> String {
    let program = timeline.program
    guard let reference = CellReference(text) else {
      return self.text("\"\(Sentence.shown(text))\" is no name.", "“\(Sentence.shown(text))”不是名称。")
    }
    guard let slot = program.slot(named: reference.value) else {
      return Sentence.unknown(
        "value", reference.value, known: program.slots.map(\.name), needed: "one of those that list names")
    }
    guard timeline.machine.isComputed(slot.id) else {
      return self.text("\(slot.name) is not computed yet.", "\(slot.name) 还没有算出。")
    }
    let format = NumberFormat(significantDigits: 4, trimsZeros: true)
    let values = timeline.machine.bound.view(of: slot.id).values
    if !reference.indices.isEmpty, let cell = slot.shape.offset(of: reference.indices) {
      return "\(reference) = \(format.text(values[cell]))"
    }
    let most = 24
    let shown = values.prefix(most).map(format.text).joined(separator: ", ")
    return "\(slot.name), \(slot.shape): \(shown)\(values.count > most ? ", …" : "")"
  }

  private func list() -> [String] {
    timeline.program.instructions.enumerated().map { index, instruction in
      let sign =
        index + 1 == timeline.now.position
        ? text("here", "这里") : index < timeline.now.position ? text("done", "完成") : text("to come", "未到")
      let names = instruction.writes.filter { id in
        if case .previous = timeline.program[id].role { return false }
        return true
      }.map { "\(timeline.program[$0].name) \(timeline.program[$0].shape)" }
      return "\(index + 1) \(instruction.phase.rawValue), \(sign): \(names.joined(separator: ", "))"
    }
  }

  // MARK: Knobs

  private mutating func set(_ setting: String) throws(Failure) -> [String] {
    let parts = setting.split(whereSeparator: { $0 == "=" || $0 == " " }).map(String.init)
    guard parts.count == 2 else { return [text("Say: set learning-rate=0.03", "请输入：set learning-rate=0.03")] }
    do throws(SettingError) {
      let knob = try KnobCatalog.knob(named: parts[0], in: plan)
      let changed = try knob.setting(parts[1], in: plan)
      if let change = knob.change(in: changed), isMade(change) {
        plan = changed
        return [
          text("\(parts[0]) is \(knob.value(in: plan)) from here on.", "\(parts[0]) 从现在起为 \(knob.value(in: plan))。")
        ]
      }
      return restart(
        changed,
        [
          text(
            "\(parts[0]) is \(knob.value(in: changed)); a new run begins.",
            "\(parts[0]) 为 \(knob.value(in: changed))；重新开始。")
        ])
    } catch { return [Sentence.ended(error.description)] }
  }

  private func isMade(_ change: Intervention.Change) -> Bool {
    let before = session.history?.undoCount
    session.perform(.intervene(change))
    return session.history?.undoCount != before
  }

  private mutating func restart(_ changed: LessonPlan, _ sentences: [String]) -> [String] {
    do {
      let files = try loaded.stored.files(for: changed, sampleData: library.folders.sampleData)
      var setup = try changed.setup(files: files)
      setup.settings = PlanSettings.settings(from: loaded.lesson.plan, to: changed) ?? [SessionKeeper.unwritable]
      session.perform(.restart(setup, label: PlanSettings.label(from: plan, to: changed)))
      if let failure = session.failure { return [Sentence.ended(failure.description)] }
      plan = changed
      tourStop = -1
      return sentences
    } catch { return [Sentence.ended("\(error)")] }
  }

  private var help: String {
    text(
      """
      Enter or n: one operation forward. s: one term. f: to the end of the layer. o: of the phase. i: of the iteration. a: of the epoch.
      Upper case goes back: N, S, F, O, I, A. A number repeats: 5n, 100i. Words do the same: next, back, next layer, back 3 phases.
      why hidden.sum[0, 1]: that number as a sum of terms; why alone: the first number just computed. show hidden.weight: its numbers.
      break loss > 2: stops there; break alone lists them, delete 1 removes one. continue, back continue: to the next or the one before.
      list: all steps of an iteration. loss: loss and accuracy. set learning-rate=0.03: turns a knob. start: back to the start.
      tour, tour back: the lesson's stops. ask: the lesson's next question. lesson: its text. q: leaves.
      """,
      """
      Enter 或 n：前进一个操作。s：一项。f：到本层结束。o：到本阶段结束。i：到迭代结束。a：到一轮结束。
      大写后退：N、S、F、O、I、A。数字表示重复：5n、100i。也可用单词：next、back、next layer、back 3 phases。
      why hidden.sum[0, 1]：把这个数写成各项之和；单独的 why：刚算出的第一个数。show hidden.weight：列出其数值。
      break loss > 2：在该处停下；单独的 break 列出断点，delete 1 删除一个。continue、back continue：到下一个或前一个断点。
      list：一次迭代的所有步骤。loss：损失与准确率。set learning-rate=0.03：转动旋钮。start：回到开头。
      tour、tour back：课程的各站。ask：课程的下一个问题。lesson：课文。q：离开。
      """)
  }
}
