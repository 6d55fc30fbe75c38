import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// Texts in lessons: the keys of `data`, the knobs, and a text of one's own in their place.
struct TextKnobTests {
  private static func text(_ data: String) -> String {
    """
    id: small-text
    order: 4.4
    title: {en: Small, zh: 小}
    question: {en: Why?, zh: 为什么？}
    data:
    \(data.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    model:
      layers:
        - embedding: {name: tokens, width: 4}
        - dense: {name: output, units: 6}
      loss: softmax-cross-entropy
    training:
      learning-rate: 0.01
      batch-size: 32
    """
  }

  private static let topics = text("dataset: topics\ncontext: 12\nvocabulary: 400")

  private func data(_ plan: LessonPlan, _ files: [String: [UInt8]]) throws -> PreparedData {
    try plan.catalogEntry().prepared(for: plan.data, files: files)
  }

  private func files(_ plan: LessonPlan) throws -> [String: [UInt8]] {
    try DatasetFolder.files(for: plan, sampleData: folders.sampleData)
  }

  private func plan(_ plan: LessonPlan, _ settings: (String, String)...) throws -> LessonPlan {
    try settings.reduce(plan) { try KnobCatalog.setting($1.0, to: $1.1, in: $0) }
  }

  @Test func aLessonSaysWhatIsSeenOfTexts() throws {
    let lesson = try lesson(Self.topics)
    #expect(lesson.plan.data.texts == TextChoices(context: 12, vocabulary: 400))
    let data = try data(lesson.plan, files(lesson.plan))
    #expect(data.train.exampleShape == [12] && data.train.tokens?.source.vocabulary.count == 400)
    // Names are learned from nine in ten where nothing is said.
    let names = try LessonsTests.lesson(Self.text("dataset: names"))
    #expect(names.plan.data.trainShare == 0.9)
  }

  @Test func knobsTurnAndSayWhatTheyAre() throws {
    let lesson = try lesson(Self.topics)
    let turned = try plan(lesson.plan, ("context", "20"), ("vocabulary", "900"))
    #expect(turned.data.texts == TextChoices(context: 20, vocabulary: 900))
    #expect(try data(turned, files(turned)).train.exampleShape == [20])
    let names = KnobCatalog.knobs(for: lesson.plan).map(\.name)
    #expect(
      names.contains("context") && names.contains("vocabulary") && !names.contains("unit") && !names.contains("lag"))
    for (name, value) in [("context", "1"), ("context", "1025"), ("vocabulary", "3"), ("vocabulary", "100000")] {
      #expect(throws: SettingError.self) { try plan(lesson.plan, (name, value)) }
    }
  }

  /// Other data are texts of which the same is asked.
  @Test func onlyTextsOfTheSameKindFitAnEmbedding() throws {
    let topics = try lesson(Self.topics).plan
    let choices = try #require(KnobCatalog.knob(named: "data", in: topics).choices(in: topics))
    #expect(choices == ["topics", "sentiment", "long-range"])
    let longRange = try plan(topics, ("data", "long-range"), ("lag", "200"))
    #expect(try data(longRange, files(longRange)).train.exampleShape == [202])
    let error = #expect(throws: SettingError.self) { try plan(topics, ("data", "names")) }
    #expect("\(try #require(error))".contains("texts of the same kind, since the network has an embedding"))
    let names = try lesson(Self.text("dataset: names")).plan
    #expect(try KnobCatalog.knob(named: "data", in: names).choices(in: names) == ["names"])
    let words = try #require(try LessonFolder.scan(folders.lessons).lesson(withID: "layers")).lesson.plan
    let other = #expect(throws: SettingError.self) { try plan(words, ("data", "topics")) }
    #expect("\(try #require(other))".contains("no texts, since the network has no embedding"))
  }

  @Test func aTextOfOnesOwn() throws {
    let names = try lesson(Self.text("dataset: names")).plan
    let own = try plan(names, ("data", "book.txt"), ("unit", "words"), ("context", "2"))
    #expect(own.ownFile?.kind == .text && own.data.trainShare == 0.9)
    #expect(own.data.texts == TextChoices(context: 2, unit: .words))
    let text = Array(String(repeating: "the cat sat. the dog ran. ", count: 4).utf8)
    let data = try data(own, ["book.txt": text])
    #expect(data.train.tokens?.source.vocabulary.tokens == ["·", "<unk>", "the", ".", "cat", "sat", "dog", "ran"])
    #expect(throws: SettingError.self) { try plan(own, ("unit", "sounds")) }
    // Back among the names nothing is left of the choices.
    #expect(try plan(own, ("data", "names")).data.texts == TextChoices())
  }

  @Test(arguments: [
    ("dataset: topics\ncontext: 1", "2 to 1024"), ("dataset: topics\nvocabulary: many", "vocabulary"),
    ("file: book.txt\nunit: sounds", "needed one of letters or words"),
    ("file: book.txt\nlabel: x", "a file that is no table"),
  ]) func whatIsWrongIsSaid(_ data: String, _ words: String) {
    let error = #expect(throws: (any Error).self) { try lesson(Self.text(data)) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(words), "\(error.map { "\($0)" } ?? "")")
  }
}
