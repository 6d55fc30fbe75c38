import Autodiff
import Datasets
import Wording

/// The names that a condition may use: all values of a program, and the words that hold for every run.
public struct ConditionScope: Sendable {
  let program: Program
  let metrics: [ConditionMetric]
  /// Values by name, without what parameters were before an update: that is kept while stepping only.
  let slotNames: [String]

  /// For the program of a whole batch, which has a row for every sample that any batch has.
  public init(_ setup: TrainingSetup) throws(SetupError) {
    self.init(program: try setup.program(batchSize: setup.batchSize), data: setup.data)
  }

  init(program: Program, data: PreparedData) {
    self.program = program
    let isRegression = data.train.classNames.isEmpty
    metrics = ConditionMetric.allCases.filter { metric in
      switch metric {
      case .trainLoss: true
      case .testLoss: data.test.count > 0
      case .trainAccuracy: !isRegression
      case .testAccuracy: !isRegression && data.test.count > 0
      case .rSquared: isRegression
      }
    }
    slotNames = program.slots.compactMap { slot in
      if case .previous = slot.role { return nil }
      return slot.name
    }
  }

  static let timeWords = ["iteration", "epoch", "learning_rate"]
  static let functions = Reduction.allCases.map(\.rawValue) + ["abs", "nan"]

  /// Words for numbers that are no tensor's.
  var words: [String] {
    ["loss", "data_loss"] + Self.timeWords + metrics.map(\.rawValue)
  }

  /// All names for the lexer, the short forms of gradients included.
  var namesAsWritten: [String] { slotNames.flatMap { [$0, Self.shortForm($0)].compactMap(\.self) } }

  /// `hidden1.weight.grad` for `hidden1.weight.gradient`.
  private static func shortForm(_ name: String) -> String? {
    name.hasSuffix(".gradient") ? String(name.dropLast("ient".count)) : nil
  }

  /// The slot of a name, gradients also by their short form.
  func slot(named name: String) -> Slot? {
    let full = name.hasSuffix(".grad") ? name + "ient" : name
    guard let slot = program.slot(named: full) else { return nil }
    if case .previous = slot.role { return nil }
    return slot
  }

  // MARK: Names that are none

  func unknown(_ name: String, _ range: Range<Int>, isValue: Bool = false) -> ConditionProblem {
    let quoted = Quotation.quoted(name)
    let found = BilingualText(quoted, zh: quoted)
    let parts = slotNames.filter { $0.hasPrefix(name + ".") }
    if !parts.isEmpty {
      let list = parts.prefix(4).joined(separator: ", ") + (parts.count > 4 ? ", …" : "")
      return ConditionProblem(
        range, found: found, needed: BilingualText("one of its values: \(list)", zh: "它的某个值：\(list)"))
    }
    let known = isValue ? slotNames : words + slotNames + ["nan"]
    // Whoever writes `.grad` means a gradient: nearest among those as they are written.
    let candidates = name.hasSuffix(".grad") ? namesAsWritten : known
    let needed =
      isValue
      ? BilingualText("the name of a value of this network", zh: "这个网络中某个值的名称")
      : BilingualText(
        "a value of this network or one of \(words.joined(separator: ", "))",
        zh: "这个网络中的值，或 \(words.joined(separator: "、")) 之一")
    return ConditionProblem(range, found: found, needed: needed, suggestion: NearestName.find(name, among: candidates))
  }
}
