public import Autodiff
import Datasets
public import Lessons
public import Screen
public import Sessions
public import Stepping

/// Everything the workbench knows: what is on the screen follows from it, and a key changes it and
/// nothing else. Plain data, so that a test can make one, press keys and look.
public struct WorkbenchState: Sendable {
  public var size: Size
  public var capabilities: ScreenCapabilities
  public var language: Language

  /// The lessons found, in the order of the curriculum; what could not be read, in words.
  public var lessons: [Lesson]
  public var lessonProblems: [String]
  public var place = Place.lessonList
  public var lessonChoice = 0
  /// What the learner has done in all sessions so far.
  public var progress = Progress()
  /// The open lesson.
  public var session: LessonSession?

  public var snapshot: Snapshot?
  /// How the run goes on by itself; nil when it stands still.
  public var pace: Pace?
  public var speed = PlaySpeed.full
  /// Iterations a second, while running.
  public var rate: Double?

  public var focus = PanelID.stage {
    didSet { if WorkbenchLayout.companions.contains(focus) { companion = focus } }
  }
  /// Which panel stands under the stage.
  var companion = PanelID.why
  public var isZoomed = false
  var memories: [PanelID: PanelMemory] = [:]

  /// The number under the cursor.
  public var cursor: CellAddress? {
    didSet {
      guard let cursor, let snapshot else { return }
      mapChoice.follow(cursor, snapshot)
      tokenChoice.follow(cursor, snapshot.program)
    }
  }
  /// Which sample and which maps are looked at.
  var mapChoice = MapChoice()
  /// Which query, key and head are followed.
  var tokenChoice = TokenChoice()
  /// Numbers being asked about, the latest last: each came up in the explanation of the one before.
  public var questions: [CellAddress] = []
  public var view = ViewOptions()
  var whatIf = WhatIfOptions()

  /// Where the run stops by itself.
  public var breakpoints = BreakpointSet()
  /// What is wrong with the condition that was typed, until it is changed.
  var conditionProblem: ConditionError?

  /// A box over the panels.
  public var overlay: Overlay?
  /// What is searched for in the program; `.` and `,` go on.
  var searched = ""
  /// How the learner has answered, in order: what is kept from day to day.
  public var answerRecords: [AnswerRecord] = []
  /// The question of practice that is open.
  public internal(set) var practice: PracticeQuestion?
  var bugLab = BugLabState()
  /// What was said to the answer in the box.
  var feedback: Notice?
  /// A change that was sent and that no snapshot has shown yet: until then knobs stand where they were put.
  var awaitedChange: Intervention.Change?
  /// The networks made for this lesson, by the tag of their setup: time may lead back to each.
  var runningPlans: [Int: RunningPlan] = [:]
  var lastTag = 0
  /// The tag of a structure that was sent and that no snapshot has shown yet.
  var awaitedTag: Int?
  /// Whether the next structure to arrive is to be told of: what was kept, what is new.
  var announcesTransplant = false
  /// Structures that are being made for a race.
  var racers: [StructureChange] = []
  /// Whether the next snapshot is that of a session that is taken up: what it holds is no news.
  var isTakingUp = false
  /// A command that waits for a run to begin.
  var pendingCommand: String?
  /// What there is to say once that run has begun.
  var pendingNotice: BilingualText?
  /// Where the cursor goes when the run has got to where it was sent.
  var expectedCursor: CellAddress?
  var experiments = ExperimentDesk()
  var dataChoices = DataChoices()
  var gallery = GalleryFilter()
  var image = ImageBench()
  var word = WordBench()
  var textBench = TextBench()
  /// One line for the learner, until the next key.
  public var notice: Notice?

  public enum Place: Hashable, Sendable { case lessonList, workbench }

  public init(
    size: Size, capabilities: ScreenCapabilities = .full, language: Language = .english, lessons: [Lesson] = [],
    lessonProblems: [String] = []
  ) {
    self.size = size
    self.capabilities = capabilities
    self.language = language
    self.lessons = lessons
    self.lessonProblems = lessonProblems
    view.marker = capabilities.marker
  }

  public var theme: Theme {
    var capabilities = capabilities
    capabilities.marker = view.marker
    return Theme(capabilities)
  }

  public subscript(panel: PanelID) -> PanelMemory {
    get { memories[panel] ?? PanelMemory() }
    set { memories[panel] = newValue }
  }

  /// The number that the why panel explains.
  public var question: CellAddress? { questions.last ?? cursor }

  /// A text in the learner's language.
  public func text(_ text: BilingualText) -> String { text[language] }

  /// Notes something that the learner has done: in the progress, and through the trainer in its place in
  /// the session.
  mutating func note(_ note: RunNote) -> [Effect] {
    guard let lesson = session?.lesson.id else { return [] }
    progress.add(note, to: lesson)
    return [.trainer(.note(note))]
  }

  /// Scrolls a panel's lines; how many there are is settled when it draws.
  mutating func scroll(_ id: PanelID, _ movement: Movement) -> Bool {
    switch movement {
    case .up: self[id].scroll = max(self[id].scroll - 1, 0)
    case .down: self[id].scroll += 1
    case .pageUp: self[id].scroll = max(self[id].scroll - 10, 0)
    case .pageDown: self[id].scroll += 10
    case .left, .right: return false
    }
    return true
  }
}

/// The open lesson, and what the learner has made of it.
public struct LessonSession: Sendable {
  public let lesson: Lesson
  /// Data and configuration as the knobs stand.
  public var plan: LessonPlan
  /// What runs.
  public var setup: TrainingSetup { didSet { pixelRange = Picture.range(of: setup.data.train) } }
  /// From the darkest to the brightest pixel, where samples are images.
  private(set) var pixelRange: ClosedRange<Float>
  /// The stop of the tour that the learner is at; nil before the first.
  public var tourStop: Int?
  /// Answers given, by prediction.
  public var answers: [Int: PredictionOutcome] = [:]
  public var goalReachedAfter: Int?
  /// The names that conditions may use; nil only for a network that could not be built.
  let conditionScope: ConditionScope?

  public init(lesson: Lesson, plan: LessonPlan, setup: TrainingSetup) {
    self.lesson = lesson
    self.plan = plan
    self.setup = setup
    pixelRange = Picture.range(of: setup.data.train)
    conditionScope = try? ConditionScope(setup)
  }
}

/// How numbers and curves are shown.
public struct ViewOptions: Hashable, Sendable {
  public var mode = Heatmap.Mode.both
  public var marker = ScreenCapabilities.Marker.braille
  public var isLogarithmic = false
  /// The cross-hair of the curves, in completed iterations; nil when it is off.
  public var crosshair: Int?
  /// Whether the samples of a batch stand by the size of their part instead of in the batch's order.
  public var sortsBatch = false
  /// Whether the surface shows the samples of the test part too.
  public var showsTestPoints = false
  /// Whether the surface has one color for each class instead of shades of its probability.
  public var decidesSurface = false

  public init() {}
}

/// A line for the learner.
public struct Notice: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case hint, good, problem }
  public let kind: Kind
  public let text: String

  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

/// A box over the panels.
public enum Overlay: Hashable, Sendable {
  /// The keys, those whose help has the filter's letters, and which one is chosen.
  case help(filter: String, choice: Int)
  case palette(filter: String, choice: Int)
  /// A line to be typed.
  case prompt(Prompt, text: String)
  /// The breakpoints, and which one is chosen; one past the last is a new one.
  case breakpoints(choice: Int)
  /// A question of the lesson.
  case prediction(Int, answer: String)
  /// An experiment of the lesson.
  case experiment(Int)
  /// A question that the program has made about a hidden number.
  case practice(answer: String)
  /// The mistakes that may be planted, and which one is chosen.
  case bugLab(choice: Int)

  public enum Prompt: Hashable, Sendable {
    /// A new value for a knob.
    case knob(String)
    /// A new value for a weight.
    case edit(CellAddress)
    /// How much a number is nudged.
    case epsilon
    case search
    /// A new name for a branch.
    case branchName(BranchID)
    /// The condition of a breakpoint, or of a new one.
    case condition(Int?)
    /// A word or text to be read.
    case word
    /// How tokens are chosen.
    case decoding
  }
}

/// How fast a run plays, from a step a second to all the machine has.
public enum PlaySpeed: Int, Hashable, Sendable, CaseIterable {
  case slow, steady, quick, iterations, fast, full

  public var pace: Pace {
    switch self {
    case .slow: .steps(.operation, perSecond: 1)
    case .steady: .steps(.operation, perSecond: 4)
    case .quick: .steps(.operation, perSecond: 15)
    case .iterations: .steps(.iteration, perSecond: 5)
    case .fast: .steps(.iteration, perSecond: 30)
    case .full: .gathering
    }
  }

  public var name: BilingualText {
    switch self {
    case .slow: BilingualText("1 operation/s", zh: "每秒 1 个操作")
    case .steady: BilingualText("4 operations/s", zh: "每秒 4 个操作")
    case .quick: BilingualText("15 operations/s", zh: "每秒 15 个操作")
    case .iterations: BilingualText("5 iterations/s", zh: "每秒 5 次迭代")
    case .fast: BilingualText("30 iterations/s", zh: "每秒 30 次迭代")
    case .full: BilingualText("full speed", zh: "全速")
    }
  }
}
