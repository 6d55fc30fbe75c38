import Autodiff
import Datasets
import Lessons
import NeuralNet
import Sessions
import Stepping
import Storage
import TensorMath
import Testing

/// The repository's own folders, found from this file.
let folders = ProgramFolders(
  environment: [:], executable: nil, currentFolder: String(#filePath.split(separator: "/Tests/").first ?? ""))

/// Whatever a learner turns, the settings lead to the same plan.
struct PlanSettingsTests {
  @Test(arguments: try LessonFolder.scan(folders.lessons).lessons.map(\.lesson.id))
  func everyPlanThatKnobsLeadTo(_ id: String) throws {
    let lesson = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: id)).lesson
    var random = RandomSource(seed: 11, purpose: id)
    for _ in 0..<25 {
      var plan = lesson.plan
      for _ in 0..<12 {
        let knobs = KnobCatalog.knobs(for: plan)
        plan = knobs[random.integer(below: knobs.count)].nudged(random.integer(below: 2) == 0 ? .up : .down, in: plan)
        switch random.integer(below: 12) {
        case 0: plan.configuration.seed &+= 1
        case 1: plan.configuration.learningRate = random.uniform(0, 1)
        case 2:
          let place: SampleEdit.Place = random.integer(below: 2) == 0 ? .target : .feature(random.integer(below: 3))
          plan = plan.editing(SampleEdit(sample: random.integer(below: 30), place, value: random.uniform(-2, 2)))
        default: break
        }
      }
      let settings = try #require(PlanSettings.settings(from: lesson.plan, to: plan), "\(plan)")
      #expect(try PlanSettings.plan(settings, of: lesson.plan) == plan, "\(settings)")
    }
  }

  @Test func theyAreShortWhereKnobsSayItAll() throws {
    let lesson = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: "layers")).lesson
    let plan = try KnobCatalog.setting("learning-rate", to: "0.25", in: lesson.plan)
    #expect(PlanSettings.settings(from: lesson.plan, to: lesson.plan) == [])
    #expect(PlanSettings.settings(from: lesson.plan, to: plan) == ["learning-rate=0.25"])
    let edited = plan.editing(SampleEdit(sample: 17, .feature(0), value: 0.5))
    #expect(PlanSettings.settings(from: lesson.plan, to: edited) == ["learning-rate=0.25", "sample[17,0]=0.5"])
  }

  @Test func theKindOfNetwork() throws {
    let stored = try #require(
      try LessonFolder.scan(folders.lessons + "/../Tests/SampleLessons").lesson(withID: "small-digits"))
    let dense = try KnobCatalog.setting("network", to: "dense", in: stored.lesson.plan)
    let settings = try #require(PlanSettings.settings(from: stored.lesson.plan, to: dense))
    #expect(settings == ["network=dense"])
    #expect(try PlanSettings.plan(settings, of: stored.lesson.plan) == dense)
    #expect(PlanSettings.label(from: stored.lesson.plan, to: dense).english == "Network dense")
  }

  @Test func ownTables() throws {
    let lesson = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: "layers")).lesson
    for label in [ColumnReference.last, "a b", 3] {
      var plan = lesson.plan
      plan.ownFile = OwnFile(file: "my file.csv", settings: TableSettings(label: label))
      plan.data = DataSelection(dataset: "my file.csv", seed: plan.data.seed, trainShare: 0.5)
      plan.fitsOutputToData = true
      plan.configuration.initialValues = [:]
      let settings = try #require(PlanSettings.settings(from: lesson.plan, to: plan))
      #expect(try PlanSettings.plan(settings, of: lesson.plan) == plan)
    }
  }

  @Test(arguments: ["latch", "recall", "words"]) func sequences(_ name: String) throws {
    let lesson = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: "layers")).lesson
    var plan = try KnobCatalog.setting("data", to: name, in: lesson.plan)
    if name == "recall" { (plan.data.classes, plan.data.count) = (["A", "D"], 60) }
    if name != "words" { (plan.data.lag, plan.data.noise) = (40, 0.3) }
    let settings = try #require(PlanSettings.settings(from: lesson.plan, to: plan))
    #expect(try PlanSettings.plan(settings, of: lesson.plan) == plan, "\(settings)")
    // A lag that no knob can say any more, because the data are others now.
    plan.data.dataset = "circles"
    let left = try #require(PlanSettings.settings(from: lesson.plan, to: plan))
    #expect(try PlanSettings.plan(left, of: lesson.plan) == plan, "\(left)")
  }

  @Test(arguments: ["photo.png", "mnist/", "my-images-idx3-ubyte.gz", "german.txt,italian.txt"])
  func ownPictures(_ file: String) throws {
    let lesson = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: "layers")).lesson
    var plan = lesson.plan
    plan.useOwnFile(file)
    if !file.hasSuffix("txt") { plan.data.shift = 2 }
    if file == "photo.png" { (plan.data.imageSize, plan.data.targetFilter) = (32, "blur") }
    let settings = try #require(PlanSettings.settings(from: lesson.plan, to: plan))
    #expect(try PlanSettings.plan(settings, of: lesson.plan) == plan, "\(settings)")
  }

  /// What is chosen about texts, with knobs or where no knob says it any more.
  @Test(arguments: ["topics", "long-range", "book.txt"]) func texts(_ name: String) throws {
    // Texts are for networks that look tokens up, and of the kind that the lesson's own are.
    let id = name == "book.txt" ? "names" : "sentiment"
    let lesson = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: id)).lesson
    var plan = lesson.plan
    if name == "book.txt" {
      plan.useOwnFile(name)
      plan.data.texts = TextChoices(context: 8, vocabulary: 90, unit: .words)
    } else {
      plan.data.dataset = name
      plan.data.texts = TextChoices(context: 8, vocabulary: 90)
      plan.data.lag = name == "topics" ? nil : 300
    }
    let settings = try #require(PlanSettings.settings(from: lesson.plan, to: plan))
    #expect(try PlanSettings.plan(settings, of: lesson.plan) == plan, "\(settings)")
  }

  /// A table of one's own is a series or none, after the data that it took the place of.
  @Test(arguments: ["msft", "iris"]) func ownSeries(_ before: String) throws {
    let lesson = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: "layers")).lesson
    var plan = try KnobCatalog.setting("data", to: before, in: lesson.plan)
    if before == "msft" {
      plan.data.series = SeriesChoices(window: 7, horizon: 2, values: .logReturns, gaps: .interpolate)
      plan.data.features = ["volume"]
    }
    for own in [false, true] {
      if own { plan.useOwnFile("mine.csv") }
      #expect(!own || (plan.ownFile?.date != nil) == (before == "msft"))
      let settings = try #require(PlanSettings.settings(from: lesson.plan, to: plan))
      #expect(try PlanSettings.plan(settings, of: lesson.plan) == plan, "\(settings)")
    }
  }

  @Test(arguments: [
    "", "x", "nobody=1", "hidden-layers=many", ".nobody=1", ".run-seed=x", ".layers=", ".layers=a", ".constants=a",
    ".initial-values=some", ".label=name", ".data-count=x",
  ]) func whatIsNoSettingIsAnError(_ setting: String) throws {
    let lesson = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: "layers")).lesson
    #expect(throws: SettingError.self) { try PlanSettings.plan([setting], of: lesson.plan) }
  }
}
