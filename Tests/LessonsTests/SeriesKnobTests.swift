import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// Series in lessons: the keys of `data`, the knobs, and files of one's own in their place.
struct SeriesKnobTests {
  static let text = """
    id: small-forecast
    order: 3.4
    title: {en: Small, zh: 小}
    question: {en: Why?, zh: 为什么？}
    data:
      dataset: msft
      window: 5
      horizon: 2
      values: log-returns
      gaps: refuse
    model:
      layers:
        - dense: {name: hidden, units: 3, activation: tanh}
        - dense: {name: output, units: 1}
      loss: squared-error
    training:
      learning-rate: 0.01
      batch-size: 32
    """

  private func files(_ plan: LessonPlan) throws -> [String: [UInt8]] {
    try DatasetFolder.files(for: plan, sampleData: folders.sampleData)
  }

  private func plan(_ plan: LessonPlan, _ settings: (String, String)...) throws -> LessonPlan {
    try settings.reduce(plan) { try KnobCatalog.setting($1.0, to: $1.1, in: $0) }
  }

  @Test func aLessonSaysHowASeriesIsCut() throws {
    let lesson = try lesson(Self.text)
    #expect(
      lesson.plan.data.series
        == SeriesChoices(window: 5, horizon: 2, values: .logReturns, gaps: .refuse))
    let setup = try lesson.plan.setup(files: files(lesson.plan))
    #expect(setup.data.train.exampleShape == [5, 1])
    #expect(setup.data.forecast?.horizon == 2 && setup.data.forecast?.unit == "US$")
  }

  @Test func knobsTurnAndSayWhatTheyAre() throws {
    let lesson = try lesson(Self.text)
    let turned = try plan(
      lesson.plan, ("window", "8"), ("horizon", "1"), ("values", "differences"), ("gaps", "skip"),
      ("features", "close,volume"))
    #expect(
      turned.data.series == SeriesChoices(window: 8, horizon: 1, values: .differences, gaps: .skip))
    #expect(try turned.setup(files: files(turned)).data.train.exampleShape == [8, 2])
    #expect(try KnobCatalog.knob(named: "features", in: turned).value(in: turned) == "close,volume")
    #expect(try plan(turned, ("features", "close")).data.features == nil)
    let names = ["window", "horizon", "values", "gaps"]
    for name in names {
      let knob = try KnobCatalog.knob(named: name, in: turned)
      #expect(knob.nudged(.up, in: turned) != turned || knob.nudged(.down, in: turned) != turned)
    }
    let iris = try plan(turned, ("data", "iris"))
    #expect(KnobCatalog.knobs(for: iris).allSatisfy { !names.contains($0.name) })
    #expect(iris.data.series == SeriesChoices())
    #expect(throws: SettingError.self) { try plan(turned, ("values", "prices")) }
    #expect(throws: SettingError.self) { try plan(turned, ("window", "0")) }
  }

  /// From one series to another the way of cutting stays; the columns do not, for another file has others.
  @Test func anotherSeriesIsCutInTheSameWay() throws {
    let lesson = try lesson(Self.text)
    let other = try plan(lesson.plan, ("features", "volume"), ("values", "levels"), ("data", "sunspots"))
    #expect(other.data.series.window == 5 && other.data.features == nil)
    #expect(try other.setup(files: files(other)).data.forecast?.target.name == "sunspots")
  }

  @Test func aTableInPlaceOfASeriesIsASeries() throws {
    let lesson = try lesson(Self.text)
    var own = lesson.plan
    own.useOwnFile("mine.csv")
    #expect(own.ownFile?.date == 1 && own.data.series == lesson.plan.data.series)
    let text = "day,price\n" + (1...28).map { "2021-02-\($0 < 10 ? "0" : "")\($0),\(3 + $0 * $0 % 7)\n" }.joined()
    let setup = try own.setup(files: ["mine.csv": Array(text.utf8)])
    #expect(setup.data.train.exampleShape == [5, 1] && setup.data.forecast?.target.name == "price")
    // By way of another kind of data it is a table again.
    var table = try plan(lesson.plan, ("data", "iris"))
    table.useOwnFile("mine.csv")
    #expect(table.ownFile?.date == nil)
  }

  @Test func aLessonsOwnFileIsASeriesWhereItsDatesAreNamed() throws {
    let text = Self.text.replacing("dataset: msft", with: "file: mine.csv\n  date: when\n  label: 2")
    let plan = try lesson(text).plan
    #expect(plan.ownFile == OwnFile(file: "mine.csv", settings: TableSettings(label: 2), date: "when"))
    #expect(try plan.catalogEntry().holdsSeries)
  }

  @Test(arguments: [
    ("dataset: msft", "dataset: msft\n  date: when", "found date without a file, needed file: with the table's name"),
    (
      "dataset: msft", "file: mine.csv\n  date: 1\n  missing: drop",
      "found missing with a series, needed gaps, which says it for a series"
    ),
    ("window: 5", "window: 0", "(data.window): found 0, needed a whole number from 1 to 1024"),
    (
      "values: log-returns", "values: returns",
      "(data.values): found \"returns\", needed one of levels, log-returns or differences. Did you mean \"log-returns\"?"
    ),
  ]) func whatCannotBeIsSaid(_ old: String, _ new: String, _ message: String) {
    let error = #expect(throws: LessonError.self) { try lesson(Self.text.replacing(old, with: new)) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
