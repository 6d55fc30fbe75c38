import Autodiff
import Screen
import Stepping
import TensorMath

/// The picture of one kind of instruction. One file each, one line in ``StagePictureCatalog``; instructions without one
/// are drawn as rows of matrices by ``TensorRow``.
protocol StagePicture: Sendable {
  /// Nil for instructions of another kind.
  init?(_ scene: StageScene)

  /// Rows that show everything at a width.
  func wantedHeight(width: Int) -> Int

  /// Whether an activation's curve or an update's arithmetic may stand beside it.
  var leavesRoom: Bool { get }

  /// Where an arrow leads the cursor; nil where it leads as in tables.
  func moved(_ movement: Movement) -> CellAddress?

  func draw(in area: Rect, on frame: inout Frame, theme: Theme)
}

extension StagePicture {
  var leavesRoom: Bool { true }
  func moved(_ movement: Movement) -> CellAddress? { nil }
}

/// Every picture; the first that fits an instruction is drawn.
enum StagePictureCatalog {
  static let all: [any StagePicture.Type] = [
    RecurrenceStage.self,
    TimeGradientStage.self,
    AttentionStage.self,
    TokensStage.self,
    TokenBatchStage.self,
    ConvolutionStage.self,
    KernelGradientStage.self,
    ImageGradientStage.self,
    PoolingStage.self,
    PoolingGradientStage.self,
    FlattenStage.self,
    MapsStage.self,
  ]

  static func picture(_ scene: StageScene) -> (any StagePicture)? {
    for kind in all { if let picture = kind.init(scene) { return picture } }
    return nil
  }
}

/// What a picture is made from: the instruction at hand, the numbers, and what is asked about.
struct StageScene {
  let instruction: Instruction
  let snapshot: Snapshot
  let state: WorkbenchState
  let slots: StageSlots

  init(_ instruction: Instruction, _ snapshot: Snapshot, _ state: WorkbenchState) {
    self.instruction = instruction
    self.snapshot = snapshot
    self.state = state
    slots = StageSlots(snapshot)
  }

  /// The node that runs forwards, and nothing else.
  var forwardNode: Node? {
    if case .forward(let index) = instruction.kind { snapshot.program.nodes[index] } else { nil }
  }

  /// The node whose gradients are passed on.
  var backwardNode: Node? {
    if case .backward(let index) = instruction.kind { snapshot.program.nodes[index] } else { nil }
  }

  /// The number that the picture is about: the one that is asked about where the instruction has it, else the one under
  /// the cursor, else the first that is written.
  var subject: CellAddress {
    let all = slots.all
    if let question = state.question, all.contains(question.slot) { return question }
    return home
  }

  /// The number under the cursor, while an operand of it may be asked about.
  var home: CellAddress {
    let all = slots.all
    if let cursor = state.cursor, all.contains(cursor.slot) { return cursor }
    return CellAddress(slots.writes.first ?? all.first ?? SlotID(0), cell: 0)
  }

  /// What a backward instruction writes for an input of its node; nil when nothing is wanted.
  func written(for input: SlotID) -> SlotID? {
    instruction.writes.first { snapshot.program.isGradient($0, of: input) }
  }

  /// How many terms of a number are added up so far; nil when all are.
  func terms(of address: CellAddress) -> Int? {
    snapshot.progressAddress == address ? snapshot.moment.progress?.terms : nil
  }

  /// The operand that is pointed at in the why panel, or gone into.
  var pointed: CellAddress? {
    if state.focus == .why { return WhyPanel.chosenOperand(state) }
    return state.questions.count > 1 ? state.questions.last : nil
  }

  /// Names of a map, the longest first: `conv1.sum[0, 3]`, `sum[0,3]`, `y[0,3]`.
  func titles(_ slot: SlotID, letter: String, _ place: MapSlot.Place) -> [String] {
    let program = snapshot.program
    let stale = snapshot.staleSlots.contains(slot) ? state.text(BilingualText("old: ", zh: "旧：")) : ""
    return [
      "\(stale)\(SlotText.name(slot, program))[\(place.sample), \(place.channel)]",
      "\(stale)\(SlotText.shortName(slot, program))[\(place.sample),\(place.channel)]",
      "\(letter)[\(place.sample),\(place.channel)]",
    ]
  }

  func number(_ value: Double) -> String { NumberFormat(glyphs: state.capabilities.glyphs).text(value) }
}

extension Heatmap.Window {
  /// The rectangle around a region of a map.
  init?(_ region: MapRegion) {
    guard let top = region.rows.first, let bottom = region.rows.last, let left = region.columns.first,
      let right = region.columns.last
    else { return nil }
    self.init(rows: top..<bottom + 1, columns: left..<right + 1)
  }
}

extension Heatmap.Place {
  init(_ place: MapSlot.Place) { self.init(row: place.row, column: place.column) }
}
