import Autodiff
import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import Testing

/// What holds for every knob, and what single knobs do.
struct KnobTests {
  /// Plans that between them have a use for every knob.
  static func plans() throws -> [LessonPlan] {
    let base = try smallLesson().plan
    var plans = [base]
    for optimizer in OptimizerCatalog.names {
      plans.append(try KnobCatalog.setting("optimizer", to: optimizer, in: base))
    }
    for schedule in ScheduleCatalog.names {
      plans.append(try KnobCatalog.setting("schedule", to: schedule, in: base))
    }
    plans.append(try KnobCatalog.setting("activation", to: "hard-shrink", in: base))
    plans.append(try KnobCatalog.setting("hidden-layers", to: "3", in: base))
    plans.append(try KnobCatalog.setting("hidden-layers", to: "0", in: base))
    let digits = try Self.digits()
    plans.append(digits)
    plans.append(try KnobCatalog.setting("batch-normalization", to: "on", in: digits))
    plans.append(try KnobCatalog.setting("pool", to: "strided", in: digits))
    plans.append(try KnobCatalog.setting("data", to: "penguins", in: base))
    plans.append(try KnobCatalog.setting("data", to: "photographs", in: base))
    plans += try ["latch", "words", "sunspots"].map { try KnobCatalog.setting("data", to: $0, in: base) }
    let recurrent = RecurrenceKnobTests.plan()
    plans += [recurrent, try KnobCatalog.setting("cell", to: "lstm", in: recurrent)]
    let pictures = try lesson(convolutionalLesson).plan
    plans += [pictures, try KnobCatalog.setting("network", to: "dense", in: pictures)]
    plans += try ["sentiment", "names", "topics"].map { try lesson(Self.attentive(on: $0)).plan }
    var book = try lesson(Self.attentive(on: "names")).plan
    book.useOwnFile("book.txt")
    plans.append(book)
    return plans
  }

  /// A small network with attention.
  private static func attentive(on data: String) -> String {
    """
    id: attentive
    order: 4.1
    title: {en: Small, zh: 小}
    question: {en: Why?, zh: 为什么？}
    data: {dataset: \(data)}
    model:
      layers:
        - embedding: {name: tokens, width: 4}
        - self-attention: {name: attention, residual: true}
        - encoder-block: {name: block, feed-forward: 8}
        - dense: {name: output, units: 29}
      loss: softmax-cross-entropy
    training:
      learning-rate: 0.01
      batch-size: 32
    """
  }

  /// Two convolutions on images of 8×8.
  static func digits() throws -> LessonPlan {
    func layer(_ type: String, _ name: String, _ settings: [String: String]) -> LayerDescription {
      LayerDescription(type: type, name: name, settings: settings)
    }
    let convolution = ["kernels": "8", "size": "3", "padding": "1", "activation": "relu"]
    return LessonPlan(
      data: DataSelection(dataset: "digits", noise: nil, seed: 1, trainShare: 0.8),
      configuration: TrainingConfiguration(
        model: ModelDescription(
          inputCount: 64,
          layers: [
            layer("convolution", "conv1", convolution), layer("pooling", "pool1", ["size": "2"]),
            layer("convolution", "conv2", convolution), layer("pooling", "pool2", ["size": "2"]),
            .dense("hidden", units: 12, activation: "tanh"), .dense("output", units: 10),
          ], loss: "softmax-cross-entropy"), optimizer: OptimizerDescription("adam"), learningRate: 0.003,
        batchSize: 32))
  }

  @Test func namesAreUniqueAndTitlesBilingual() throws {
    #expect(Set(KnobCatalog.all.map(\.name)).count == KnobCatalog.all.count)
    for knob in KnobCatalog.all { #expect(!knob.title.english.isEmpty && knob.title.chinese != knob.title.english) }
  }

  @Test func everyKnobIsOfUseSomewhere() throws {
    let used = Set(try Self.plans().flatMap { KnobCatalog.knobs(for: $0).map(\.name) })
    for knob in KnobCatalog.all { #expect(used.contains(knob.name), "\(knob.name)") }
    #expect(used.contains("units-2") && used.contains("activation-3"))
  }

  @Test func settingTheValueThereIsChangesNothing() throws {
    for plan in try Self.plans() {
      for knob in KnobCatalog.knobs(for: plan) where knob.name != "seed" && knob.name != "initialization" {
        #expect(
          try knob.value(in: knob.setting(knob.value(in: plan), in: plan)) == knob.value(in: plan), "\(knob.name)")
      }
    }
  }

  /// A nudge gives a value that can be set, and goes on to an end where it stays.
  @Test func nudgesStayInRangeAndCometoAnEnd() throws {
    for plan in try Self.plans() {
      for knob in KnobCatalog.knobs(for: plan) where !knob.name.hasSuffix("seed") {
        for direction in Knob.Direction.allCases {
          var now = plan
          var seen: Set<String> = [knob.value(in: plan)]
          var steps = 0
          while steps < 2000 {
            let next = knob.nudged(direction, in: now)
            if next == now { break }
            let value = knob.value(in: next)
            #expect(seen.insert(value).inserted, "\(knob.name) comes back to \(value)")
            #expect(throws: Never.self) { try knob.setting(value, in: now) }
            now = next
            steps += 1
          }
          #expect(steps < 2000, "\(knob.name)")
        }
      }
    }
  }

  /// Up and down again is where one started, on the way of notches.
  @Test func upAndDownIsBack() throws {
    for plan in try Self.plans() {
      for knob in KnobCatalog.knobs(for: plan) where knob.effect == .live || knob.name == "units" {
        let start = knob.nudged(.up, in: plan)
        let up = knob.nudged(.up, in: start)
        if up != start { #expect(knob.value(in: knob.nudged(.down, in: up)) == knob.value(in: start), "\(knob.name)") }
      }
    }
  }

  @Test func nonsenseIsRefused() throws {
    for plan in try Self.plans() {
      for knob in KnobCatalog.knobs(for: plan) {
        for text in ["", "nonsense,,", "-5", "1e999", "nan", "∞", "0x", String(repeating: "9", count: 400)] {
          if knob.name == "features", text == "-5" || !text.contains(","), !["x1", "x2"].contains(plan.data.dataset) {
            continue
          }
          #expect(throws: SettingError.self, "\(knob.name) takes \(text)") { try knob.setting(text, in: plan) }
        }
      }
    }
  }

  @Test func messagesSayWhatIsNeeded() throws {
    let plan = try smallLesson().plan
    let cases: [(String, String, String)] = [
      ("learning-rate", "5000", "learning-rate: found \"5000\", needed a number from 0 to 1000"),
      ("hidden-layers", "7", "hidden-layers: found \"7\", needed a whole number from 0 to 6"),
      ("batch-size", "0", "batch-size: found \"0\", needed a whole number from 1 up, or all"),
      ("seed", "-1", "seed: found \"-1\", needed a whole number from 0 to 18446744073709551615"),
      ("noise", "0.6", "noise: found \"0.6\", needed a number from 0 to 0.5"),
      ("momentum", "0.9", "momentum: found \"0.9\", needed a plan that has momentum, which this one has not"),
      (
        "optimizer", "adma",
        "optimizer: found \"adma\", needed one of \(OptimizerCatalog.names.joined(separator: ", ")); did you mean \"adam\"?"
      ),
      (
        "loss", "softmax-cross-entropy",
        """
        loss: found "softmax-cross-entropy", needed one that fits the last layer: squared-error, absolute-error, \
        binary-cross-entropy
        """
      ),
    ]
    for (name, text, message) in cases {
      let error = #expect(throws: SettingError.self) { try KnobCatalog.setting(name, to: text, in: plan) }
      #expect(error?.description == message)
    }
    let unknown = #expect(throws: SettingError.self) { try KnobCatalog.setting("lerning-rate", to: "1", in: plan) }
    #expect(unknown?.suggestion == "learning-rate")
  }

  @Test func ratesGoInTenthsOfAPowerOfTen() throws {
    var plan = try smallLesson().plan
    let knob = try KnobCatalog.knob(named: "learning-rate", in: plan)
    var values: [String] = []
    for _ in 0..<10 {
      plan = knob.nudged(.up, in: plan)
      values.append(knob.value(in: plan))
    }
    #expect(values == ["0.125", "0.15", "0.2", "0.25", "0.3", "0.4", "0.5", "0.6", "0.8", "1"])
    for value in values.reversed().dropFirst() + ["0.1"] {
      plan = knob.nudged(.down, in: plan)
      #expect(knob.value(in: plan) == value)
    }
    plan.configuration.learningRate = 1e-5
    #expect(knob.value(in: knob.nudged(.down, in: plan)) == "0")
  }

  @Test func batchesDouble() throws {
    var plan = try smallLesson().plan
    let knob = try KnobCatalog.knob(named: "batch-size", in: plan)
    plan.configuration.batchSize = 10
    #expect(knob.value(in: knob.nudged(.up, in: plan)) == "16" && knob.value(in: knob.nudged(.down, in: plan)) == "8")
    plan.configuration.batchSize = LessonPlan.allSamples
    #expect(knob.value(in: plan) == "all" && knob.value(in: knob.nudged(.down, in: plan)) == "1024")
    plan.configuration.batchSize = 1
    #expect(knob.nudged(.down, in: plan) == plan)
  }

  /// The layers that stay keep their names and settings; new ones are like the last.
  @Test func hiddenLayersComeAndGo() throws {
    let plan = try smallLesson().plan
    let more = try KnobCatalog.setting("hidden-layers", to: "3", in: plan)
    #expect(more.configuration.model.layers.map(\.name) == ["hidden", "hidden2", "hidden3", "output"])
    #expect(more.configuration.model.layers[2].settings == plan.configuration.model.layers[0].settings)
    let other = try KnobCatalog.setting("units-2", to: "7", in: more)
    #expect(other.configuration.model.layers.map { $0.settings["units"] } == ["2", "7", "2", "1"])
    let none = try KnobCatalog.setting("hidden-layers", to: "0", in: plan)
    #expect(none.configuration.model.layers.map(\.name) == ["output"])
    _ = try none.setup(files: [:])
  }

  /// Dropout between layers is no hidden layer: it has no units, and goes with the layer before it.
  @Test func dropoutLayersAreNotCounted() throws {
    let layers = "- dense: {name: hidden, units: 2, activation: tanh}\n"
    let plan = try smallLesson(
      layers, by: layers + "    - dropout: {name: noise, rate: 0.25}\n"
    ).plan
    #expect(try KnobCatalog.knob(named: "hidden-layers", in: plan).value(in: plan) == "1")
    let more = try KnobCatalog.setting("hidden-layers", to: "2", in: plan)
    #expect(more.configuration.model.layers.map(\.name) == ["hidden", "noise", "hidden2", "output"])
    let fewer = try KnobCatalog.setting("hidden-layers", to: "1", in: more)
    #expect(fewer.configuration.model.layers == plan.configuration.model.layers)
    let none = try KnobCatalog.setting("hidden-layers", to: "0", in: plan)
    #expect(none.configuration.model.layers.map(\.name) == ["output"])
    for (name, value) in [("units", "5"), ("activation", "relu"), ("initialization", "he"), ("dropout", "0.5")] {
      _ = try KnobCatalog.setting(name, to: value, in: more).setup(files: [:])
    }
  }

  /// A layer's own limits hold for the knob too: two neurons at most feed themselves.
  @Test func unitsKeepToTheLayersLimits() throws {
    let plan = try smallLesson(
      "dense: {name: hidden, units: 2, activation: tanh}", by: "self-recurrent: {name: hidden, units: 2}"
    ).plan
    let knob = try KnobCatalog.knob(named: "units", in: plan)
    #expect(knob.nudged(.up, in: plan) == plan && knob.value(in: knob.nudged(.down, in: plan)) == "1")
    let error = #expect(throws: SettingError.self) { try knob.setting("3", in: plan) }
    #expect(error?.description == "units: found \"3\", needed 1 or 2")
    _ = try plan.setup(files: [:])
  }

  @Test func newSettingsReachTheRun() throws {
    var plan = try smallLesson().plan
    for (name, value) in [
      ("schedule", "cosine"), ("schedule-length", "50"), ("schedule-end", "0.25"), ("warm-up", "8"),
      ("clip-norm", "0.5"), ("clip-value", "0.1"), ("label-smoothing", "0.1"), ("dropout", "0.2"),
      ("activation", "hard-shrink"), ("threshold", "0.3"),
    ] {
      plan = try KnobCatalog.setting(name, to: value, in: plan)
      #expect(try KnobCatalog.knob(named: name, in: plan).value(in: plan) == value)
    }
    let configuration = plan.configuration
    #expect(
      configuration.schedule
        == ScheduleDescription("cosine", constants: ["length": 50, "end": 0.25], warmUp: 8))
    #expect(configuration.clipping == GradientClipping(norm: 0.5, value: 0.1))
    #expect(configuration.model.labelSmoothing == 0.1 && configuration.model.dropout == 0.2)
    #expect(configuration.model.layers[0].settings["threshold"] == "0.3")
    let machine = try TrainingMachine(plan.setup(files: [:]))
    machine.runIteration()
    #expect(machine.program.slot(named: "hidden.dropout.mask") != nil && machine.loss.isFinite)
    // What another schedule does not have goes.
    let step = try KnobCatalog.setting("schedule", to: "linear", in: plan)
    #expect(step.configuration.schedule.constants == ["length": 50, "end": 0.25])
    #expect(try KnobCatalog.setting("schedule", to: "step", in: plan).configuration.schedule.constants.isEmpty)
  }

  /// The same, written in a lesson.
  @Test func lessonsSayTheSame() throws {
    let plan = try smallLesson(
      "learning-rate: 0.1",
      by: """
        learning-rate: 0.1
          schedule: {name: cosine, length: 50, end: 0.25}
          warm-up: 8
          clip-norm: 0.5
          clip-value: 0.1
        """
    ).plan
    #expect(
      plan.configuration.schedule == ScheduleDescription("cosine", constants: ["length": 50, "end": 0.25], warmUp: 8))
    #expect(plan.configuration.clipping == GradientClipping(norm: 0.5, value: 0.1))
    let model = try smallLesson(
      "loss: binary-cross-entropy", by: "loss: binary-cross-entropy\n  label-smoothing: 0.1\n  dropout: 0.2"
    ).plan.configuration.model
    #expect(model.labelSmoothing == 0.1 && model.dropout == 0.2)
  }

  /// First weights that a lesson prescribes are for its own network and its own seed.
  @Test func prescribedWeightsGoWithTheShape() throws {
    let plan = try smallLesson(adding: "initial: {hidden.bias: [1, 2]}").plan
    for (name, value) in [
      ("units", "3"), ("hidden-layers", "2"), ("seed", "9"), ("initialization", "he"), ("data", "circles"),
    ] {
      let changed = try KnobCatalog.setting(name, to: value, in: plan)
      #expect(changed.configuration.initialValues.isEmpty, "\(name)")
      _ = try changed.setup(files: [:])
    }
    let rate = try KnobCatalog.setting("learning-rate", to: "1", in: plan)
    #expect(rate.configuration.initialValues == ["hidden.bias": [1, 2]])
  }

  @Test func lossTakesTheSigmoidWithIt() throws {
    let plan = try smallLesson().plan
    let squared = try KnobCatalog.setting("loss", to: "squared-error", in: plan)
    #expect(squared.configuration.model.layers.last?.settings["activation"] == "sigmoid")
    let back = try KnobCatalog.setting("loss", to: "binary-cross-entropy", in: squared)
    #expect(back.configuration.model.layers.last?.settings["activation"] == "linear")
  }

  @Test func liveKnobsTranslateIntoInterventions() throws {
    let plan = try KnobCatalog.setting("optimizer", to: "momentum", in: smallLesson().plan)
    let rate = try KnobCatalog.knob(named: "learning-rate", in: plan)
    #expect(try rate.change(in: rate.setting("0.5", in: plan)) == .learningRate(0.5))
    let momentum = try KnobCatalog.knob(named: "momentum", in: plan)
    #expect(
      try momentum.change(in: momentum.setting("0.5", in: plan))
        == .optimizerConstants(OptimizerDescription("momentum", constants: ["momentum": 0.5])))
    #expect(try KnobCatalog.knob(named: "units", in: plan).change(in: plan) == nil)
  }

  /// Every data set can be chosen in every lesson: the last layer and the loss follow. Only convolutions want images,
  /// recurrent layers sequences, and embeddings texts.
  @Test func dataOfEveryKindFit() throws {
    for stored in try shippedLessons() {
      let knob = try KnobCatalog.knob(named: "data", in: stored.lesson.plan)
      let offered = try #require(knob.choices(in: stored.lesson.plan))
      for entry in DatasetCatalog.entries where entry.installed == nil {
        let model = stored.lesson.plan.configuration.model
        #expect(
          offered.contains(entry.name) || model.hasConvolutions || entry.textSource != nil
            || !offered.contains("penguins"))
        guard offered.contains(entry.name) else {
          #expect(throws: SettingError.self, "\(stored.lesson.id) with \(entry.name)") {
            try KnobCatalog.setting("data", to: entry.name, in: stored.lesson.plan)
          }
          continue
        }
        // Log returns want numbers above 0, and a year without sunspots is none: that is said when it is chosen.
        if stored.lesson.id == "forecast", entry.name == "sunspots" { continue }
        // Windows of 5×5 without padding do not fit twice into 8×8 pixels.
        if stored.lesson.id == "fashion", entry.name == "digits" { continue }
        let plan = try KnobCatalog.setting("data", to: entry.name, in: stored.lesson.plan)
        let setup = try plan.setup(files: stored.files(for: plan, sampleData: folders.sampleData))
        let timeline = try Timeline(setup)
        timeline.run(iterations: 2)
        // Raw coordinates are large for some learning rates, and a neuron that feeds itself 64 times may run away.
        let mayRunAway = entry.name == "plane" || stored.lesson.id == "self-recurrent"
        #expect(timeline.machine.loss.isFinite || mayRunAway, "\(stored.lesson.id) with \(entry.name)")
      }
    }
  }
}
