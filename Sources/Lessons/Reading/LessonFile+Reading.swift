import Autodiff
import Datasets
import NeuralNet
import Stepping

extension LessonFile {
  /// Reads a lesson file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file, UTF-8.
  ///   - file: its name, for errors.
  public init(bytes: [UInt8], file: String) throws(LessonError) {
    let document = try YAMLDocument(bytes: bytes, file: file)
    let root = try document.root.keys([
      "id", "order", "title", "question", "data", "model", "training", "initial", "knobs", "panels", "tour",
      "predictions", "goal", "break", "bug", "experiments",
    ])
    id = try Self.identifier(root.required("id"))
    let order = try root.required("order")
    guard let number = LessonOrder(try order.text()) else {
      throw order.error(.wrongValue, found: quoted(try order.text()), needed: "part and number, such as 1.4")
    }
    self.order = number
    title = try root.required("title").bilingualText()
    question = try root.required("question").bilingualText()
    (data, ownFile) = try DataReading.read(root.required("data"))
    model = try ModelReading.read(root.required("model"))
    initialValues = try root["initial"].map(ModelReading.initialValues) ?? [:]
    let training = try TrainingReading(root.required("training"))
    optimizer = training.optimizer
    learningRate = training.learningRate
    schedule = training.schedule
    clipping = training.clipping
    batchSize = training.batchSize
    shuffles = training.shuffles
    seed = training.seed
    stopConditions = training.stopConditions
    knobs = try Self.knobNames(root["knobs"])
    panels = try Self.texts(root["panels"]) { (node) throws(LessonError) in try node.choice(Lesson.panelNames) }
    tour = try Self.list(root["tour"]) { (node) throws(LessonError) in try TourReading.stop(node) }
    predictions = try Self.list(root["predictions"]) { (node) throws(LessonError) in
      try PredictionReading.prediction(node)
    }
    goal = try root["goal"].map(GoalReading.goal)
    breakIt = try root["break"].map(BreakReading.breakIt)
    experiments = try Self.list(root["experiments"]) { (node) throws(LessonError) in
      try ExperimentReading.experiment(node, lessonSeed: training.seed)
    }
    plantedBug = try root["bug"].map { (node) throws(LessonError) in try node.choice(BugCatalog.names) }
    places = document.root.places
  }

  /// Small letters, digits and hyphens.
  static func identifier(_ node: WrittenNode) throws(LessonError) -> String {
    let text = try node.text()
    guard text.count <= 40, text.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber) || $0 == "-" }) else {
      throw node.error(
        .wrongValue, found: quoted(text), needed: "up to 40 small letters, digits and hyphens")
    }
    return text
  }

  private static func knobNames(_ node: WrittenNode?) throws(LessonError) -> [String]? {
    guard let node else { return nil }
    if !node.isList {
      _ = try node.choice(["all"])
      return nil
    }
    return try texts(node) { (node) throws(LessonError) in try node.text() }
  }

  private static func texts(
    _ node: WrittenNode?, _ read: (WrittenNode) throws(LessonError) -> String
  ) throws(LessonError) -> [String] {
    let names = try list(node, read)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw node?.error(.repeatedName, found: "\(quoted(name)) twice", needed: "each name once")
        ?? LessonError(.repeatedName, in: "", found: name, needed: "each name once")
    }
    return names
  }

  private static func list<Item>(
    _ node: WrittenNode?, _ read: (WrittenNode) throws(LessonError) -> Item
  ) throws(LessonError) -> [Item] {
    guard let node else { return [] }
    var items: [Item] = []
    for item in try node.items(0...100) { items.append(try read(item)) }
    return items
  }
}

extension WrittenNode {
  /// `{en: …, zh: …}`, or one text for every language.
  func bilingualText() throws(LessonError) -> BilingualText {
    guard isMapping else {
      let text = try text()
      return BilingualText(text, zh: text)
    }
    let languages = try keys(["en", "zh"])
    return BilingualText(try languages.required("en").text(), zh: try languages.required("zh").text())
  }
}
