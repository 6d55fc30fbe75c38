import Autodiff
import Datasets
import Foundation
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// Wrong answers and the mistakes that they fit, against numbers that PyTorch computes with the same mistakes.
struct MistakeTests {
  struct Numbers: Decodable {
    let name: String?
    let shape: [Int]
    let values: [Float]
  }

  struct Entry: Decodable, CustomStringConvertible {
    let mistake: String
    let value: String
    let cell: Int
    let number: Double
    let optimizer: String
    let iteration: Int
    var description: String { "\(mistake) of \(value) \(cell)" }
  }

  struct Network: Decodable {
    let name: String
    let loss: String
    let rate: Float
    let x: Numbers
    let target: Numbers
    let start: [Numbers]
    let entries: [Entry]
    /// What the network is made of, where it is not two units and an output.
    let layers: [Layer]?

    struct Layer: Decodable {
      let type: String
      let name: String
      let settings: [String: String]
    }

    func setup(_ optimizer: String) throws -> TrainingSetup {
      let isClassification = loss == "softmax-cross-entropy"
      let data = Dataset(
        name: name, inputs: Tensor(Shape(x.shape), x.values), targets: Tensor(Shape(target.shape), target.values),
        featureNames: (0..<x.values.count / x.shape[0]).map { "x\($0)" },
        task: isClassification ? .classification(classNames: ["p", "q", "r"]) : .regression(targetName: "y"),
        source: "test")
      let model = ModelDescription(
        inputCount: 2,
        layers: layers?.map { LayerDescription(type: $0.type, name: $0.name, settings: $0.settings) } ?? [
          .dense("hidden", units: 2, activation: "tanh"), .dense("output", units: isClassification ? 3 : 1),
        ],
        loss: loss)
      return try TrainingSetup(
        TrainingConfiguration(
          model: model, optimizer: OptimizerDescription(optimizer), learningRate: rate, batchSize: x.shape[0],
          shuffles: false,
          initialValues: Dictionary(uniqueKeysWithValues: start.map { ($0.name ?? "", $0.values) })),
        data: PreparedData(inOrder: data))
    }
  }

  private struct File: Decodable { let cases: [Network] }

  static let networks: [Network] = {
    ["wrong_numbers", "wrong_image_numbers"].flatMap { name in
      let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues")
      return
        (try? JSONDecoder().decode(File.self, from: Data(contentsOf: folder.appending(path: "\(name).json"))).cases)
        ?? []
    }
  }()

  static let cases: [(network: Int, entry: Int)] = networks.indices.flatMap { network in
    networks[network].entries.indices.map { (network, $0) }
  }

  private func worked(_ network: Network, _ entry: Entry) throws -> WorkedNumber {
    let timeline = try Timeline(network.setup(entry.optimizer))
    let slot = try #require(timeline.program.slot(named: entry.value))
    timeline.go(to: Moment(iteration: entry.iteration, position: try #require(slot.writtenBy) + 1))
    return try #require(timeline.workedNumber(of: CellAddress(slot.id, cell: entry.cell)))
  }

  /// The wrong number is PyTorch's, and who answers it rounded to four digits is told of that mistake.
  @Test(arguments: cases) func aMistakeLeadsToPyTorchsNumber(_ place: (network: Int, entry: Int)) throws {
    let network = Self.networks[place.network]
    let entry = network.entries[place.entry]
    let worked = try worked(network, entry)
    let wrong = MistakeCatalog.wrongNumbers(for: worked).filter { $0.mistake == entry.mistake }
    #expect(
      wrong.contains { abs($0.value - entry.number) < 1e-6 + 2e-5 * abs(entry.number) },
      "\(entry): \(entry.number) is not among \(wrong.map(\.value))")
    let question = Prediction.Question.value(CellReference(entry.value), tolerance: nil)
    let answer = String(format: "%.4g", entry.number)
    let check = question.check(answer, against: .number(Float(worked.value)), worked: worked)
    guard case .wrong(let mistakes) = check else {
      Issue.record("\(entry): \(answer) was taken for right, \(worked.value)")
      return
    }
    let all = MistakeCatalog.wrongNumbers(for: worked)
    // What coincides is told in the order of the catalogue; the mistake is told or one before it has the same number.
    let told = mistakes.map(\.name)
    let first = try #require(told.first, "\(entry): nothing is said to \(answer)")
    let same = all.first { $0.mistake == first }.map { _ in
      all.contains { $0.mistake == first && abs($0.value - entry.number) < 1e-3 * abs(entry.number) + 1e-6 }
    }
    #expect(told.contains(entry.mistake) || same == true, "\(entry): \(told)")
    for mistake in mistakes {
      #expect(mistake.text.english.hasSuffix(".") && mistake.text.chinese.hasSuffix("。"), "\(mistake.text)")
    }
  }

  @Test func theReferenceHasTheMistakesOfOneStep() {
    let named = Set(Self.networks.flatMap { $0.entries.map(\.mistake) })
    let all = Set(MistakeCatalog.all.map { $0.name })
    #expect(named.isSubset(of: all))
    // ε of 10⁻⁸ is seen by nobody, and these networks use no value twice.
    #expect(all.subtracting(named) == ["missing-epsilon", "missing-contribution"])
  }

  /// The sentence has the numbers of the step in it.
  @Test func theSentenceHasTheNumbers() throws {
    let network = Self.networks[0]
    let entry = try #require(network.entries.first { $0.mistake == "missing-derivative" })
    let worked = try worked(network, entry)
    let wrong = try #require(MistakeCatalog.wrongNumbers(for: worked).first { $0.mistake == entry.mistake })
    #expect(
      wrong.text.english
        == "That is 0.6541: the gradient as it arrived; the derivative of tanh, (1 − 0.09967²) = 0.9901, is missing.")
    #expect(wrong.text.chinese.contains("漏乘了 tanh 的导数"))
  }

  /// A mistake that leads to the right number by chance is not told.
  @Test func whatIsRightByChanceIsNoMistake() throws {
    let entry = Entry(
      mistake: "", value: "hidden.sum", cell: 0, number: 0, optimizer: "sgd", iteration: 0)
    let worked = try worked(Self.networks[0], entry)
    let tolerance = NumberTolerance()
    for wrong in MistakeCatalog.wrongNumbers(for: worked) where tolerance.allows(wrong.value, for: worked.value) {
      let fitting = MistakeCatalog.fitting(wrong.value, right: worked.value, among: [wrong], tolerance: tolerance)
      #expect(fitting.isEmpty, "\(wrong)")
    }
  }

  /// One neuron that feeds itself uses its weights at every time step: a contribution can be forgotten.
  @Test func aForgottenContributionIsTold() throws {
    let model = ModelDescription(
      inputCount: 3,
      layers: [LayerDescription(type: "self-recurrent", name: "memory", settings: ["activation": "tanh"])],
      loss: "squared-error")
    let data = Dataset(
      name: "sequence", inputs: Tensor([1, 3], [0.5, -0.4, 0.9]), targets: Tensor([1, 1], [0.3]),
      featureNames: ["a", "b", "c"], task: .regression(targetName: "y"), source: "test")
    let timeline = try Timeline(
      TrainingSetup(
        TrainingConfiguration(model: model, learningRate: 0.1, batchSize: 1), data: PreparedData(inOrder: data)))
    timeline.step(.iteration)
    let slot = try #require(timeline.program.slot(named: "memory.input_weight.gradient"))
    timeline.go(to: Moment(iteration: 0, position: try #require(slot.writtenBy) + 1))
    let worked = try #require(timeline.workedNumber(of: CellAddress(slot.id, cell: 0)))
    let parts = worked.expansion.terms.map(\.value)
    #expect(parts.count == 3)
    let wrong = MistakeCatalog.wrongNumbers(for: worked).filter { $0.mistake == "missing-contribution" }
    #expect(wrong.map(\.value).count == 3)
    for (index, part) in parts.enumerated() {
      #expect(abs(wrong[index].value - (worked.value - part)) < 1e-6)
    }
  }

  /// A score that is divided by the root already is told so, and not that a term is missing.
  @Test func aScaledScoreIsOneStepTooFar() throws {
    let run = try LessonRun("attention")
    let prediction = try #require(run.stored.lesson.predictions.first { $0.id == "first-score" })
    let answer = try prediction.answer(in: run.timeline.setup)
    run.timeline.go(to: try prediction.answerMoment(in: run.timeline.program))
    let scores = try #require(CellReference("attention.scores[0, 0, 9, 0]"))
    let worked = run.timeline.workedNumber(of: try scores.address(in: run.timeline.program))
    let check = prediction.question.check("-0.0358", against: answer, worked: worked)
    guard case .wrong(let mistakes) = check, let told = mistakes.first else {
      Issue.record("\(check)")
      return
    }
    #expect(told.name == "step-too-far")
    #expect(told.text.english == "That is 1/√4 · (−0.07169): one step too far, attention.scaled.")
  }

  @Test(arguments: [
    ("0.5", 0.5), ("1/2", 0.5), ("−0,5", -0.5), ("5e-1", 0.5), ("50 %", 0.5), (".5", 0.5), ("-1/-2", 0.5),
  ])
  func numbersAreReadAsPeopleTypeThem(_ text: String, _ number: Double) {
    let question = Prediction.Question.value(CellReference("loss"), tolerance: 1e-9)
    #expect(question.check(text, against: .number(Float(number))) == .right)
  }

  /// Two digits that count are enough, unless the lesson says otherwise.
  @Test func theToleranceFollowsTheDigits() {
    let usual = NumberTolerance()
    #expect(usual.allows(0.23, for: 0.2346) && !usual.allows(0.22, for: 0.2346))
    #expect(usual.allows(1.5, for: 1.5307) && !usual.allows(1.6, for: 1.5307))
    #expect(usual.allows(-1500, for: -1530) && !usual.allows(1530, for: -1530))
    #expect(usual.allows(0, for: 0) && !usual.allows(0.001, for: 0))
    #expect(NumberTolerance(0.5).allows(1, for: 0.5))
  }
}
