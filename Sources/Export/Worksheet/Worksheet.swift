public import Autodiff
import NeuralNet
import Screen
public import Stepping
public import TensorMath

/// One step of a run as a sheet to be filled in by hand: the numbers that go in, blanks for those that come out, and the
/// answers with their terms apart from it.
public struct Worksheet: Sendable {
  /// A tensor that the step reads.
  public struct Given: Sendable {
    public let name: String
    public let shape: Shape
    /// The numbers as printed; nil for cells that no blank needs, in tensors that are too large to be printed whole.
    public let cells: [String?]
  }

  /// A number that the formula has and no tensor holds: a learning rate, say.
  public struct Constant: Sendable {
    public let name: String
    public let text: String
  }

  /// A number to be computed, with its answer.
  public struct Blank: Sendable {
    /// Its number on the sheet, from 1.
    public let number: Int
    /// `hidden.sum[0, 1]`
    public let name: String
    public let formula: String
    /// The answer in full.
    public let value: Double
    public let terms: [ExplanationReport.Term]
    public let definitions: [ExplanationReport.Definition]
    public var sum: Double { terms.reduce(0) { $0 + $1.value } }
  }

  public let lesson: String
  public let iteration: Int
  /// The step, counted from 0, as `backstep trace` counts them.
  public let step: Int
  public let operation: String
  public let phase: Phase
  public let meaning: BilingualText
  public let formulas: [String]
  public let given: [Given]
  public let constants: [Constant]
  public let blanks: [Blank]
  /// How many numbers the step computes; more than there are blanks where the sheet would be too long.
  public let count: Int
  /// Digits that count: of the numbers given, and one fewer of the answers.
  public let digits: Int

  /// More than this is no exercise but a punishment.
  public static let mostBlanks = 24
  /// Larger tensors are given only as far as the blanks need them.
  private static let largestTable = 96

  /// The sheet of the instruction that the timeline has just executed; nil where nothing is computed.
  public init?(_ timeline: Timeline, lesson: String, digits: Int = 4) {
    let (program, machine) = (timeline.program, timeline.machine)
    let position = timeline.now.position
    guard position > 0 else { return nil }
    let instruction = program.instructions[position - 1]
    var blanks: [Blank] = []
    var needed: [CellAddress] = []
    var formulas: [String] = []
    var meaning = BilingualText("", zh: "")
    var count = 0
    let format = NumberFormat(significantDigits: digits)
    for slot in Self.written(instruction, program) {
      for cell in 0..<program[slot].shape.count {
        let address = CellAddress(slot, cell: cell)
        guard blanks.count < Self.mostBlanks || cell == 0 else {
          count += program[slot].shape.count - cell
          break
        }
        let explanation = machine.explanation(of: address)
        guard let expansion = explanation.expansion, !expansion.terms.isEmpty else { break }
        count += 1
        if !explanation.formula.isEmpty, !formulas.contains(explanation.formula) {
          formulas.append(explanation.formula)
        }
        if meaning.english.isEmpty { meaning = explanation.meaning }
        guard blanks.count < Self.mostBlanks else { continue }
        let report = ExplanationReport(
          explanation, of: program, lesson: lesson, iteration: timeline.now.iteration, digits: digits)
        needed += Self.operands(expansion)
        blanks.append(
          Blank(
            number: blanks.count + 1, name: explanation.name, formula: explanation.formula,
            value: Double(explanation.value ?? .nan), terms: report.terms ?? [], definitions: report.definitions))
      }
    }
    guard !blanks.isEmpty else { return nil }
    self.lesson = lesson
    iteration = timeline.now.iteration
    step = position - 1
    operation = instruction.label
    phase = instruction.phase
    self.meaning = meaning
    self.formulas = formulas
    self.blanks = blanks
    self.count = count
    self.digits = digits
    constants = instruction.phase == .update ? Self.constants(of: timeline, format) : []
    let answered = Set(blanks.map(\.name))
    given = Self.given(needed, timeline, format).filter { given in !answered.contains(given.name) }
  }

  /// What the instruction computes, without the copies of what it overwrites.
  private static func written(_ instruction: Instruction, _ program: Program) -> [SlotID] {
    let written = instruction.writes.filter { if case .previous = program[$0].role { false } else { true } }
    // An optimizer's averages come before the parameter that they change.
    return written.filter { program[$0].role != .parameter } + written.filter { program[$0].role == .parameter }
  }

  /// What an update's formula has besides the tensors.
  private static func constants(of timeline: Timeline, _ format: NumberFormat) -> [Constant] {
    let (machine, description) = (timeline.machine, timeline.setup.configuration.optimizer)
    let known = OptimizerCatalog.all.first { $0.name == description.name }?.constants ?? []
    return [Constant(name: "η (learning rate)", text: format.text(machine.learningRateInForce))]
      + known.map { constant in
        let value = description.constants[constant.name] ?? constant.defaultValue
        return Constant(name: "\(constant.symbol) (\(constant.name))", text: format.text(value))
      } + [Constant(name: "t", text: "\(machine.updateStep.number)")]
  }

  private static func operands(_ expansion: Expansion) -> [CellAddress] {
    (expansion.terms + expansion.definitions.flatMap(\.terms)).flatMap(\.factors).flatMap(\.operands).compactMap(
      \.address)
  }

  private static func given(_ needed: [CellAddress], _ timeline: Timeline, _ format: NumberFormat) -> [Given] {
    let program = timeline.program
    var order: [SlotID] = []
    var cells: [SlotID: Set<Int>] = [:]
    for address in needed {
      if cells[address.slot] == nil { order.append(address.slot) }
      cells[address.slot, default: []].insert(address.cell)
    }
    return order.map { slot in
      let (shape, wanted) = (program[slot].shape, cells[slot] ?? [])
      let isWhole = shape.count <= largestTable
      let view = timeline.machine.bound.view(of: slot)
      return Given(
        name: program[slot].name, shape: shape,
        cells: (0..<shape.count).map { isWhole || wanted.contains($0) ? format.text(view[$0]) : nil })
    }
  }
}
