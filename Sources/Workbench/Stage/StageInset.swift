import Autodiff
import Lessons
import NeuralNet
import Screen
import Stepping
import TensorMath

/// What stands beside the tensors: the curve of an activation with the current point and its tangent,
/// or the arithmetic of an update with every state of the optimizer.
struct StageInset {
  private enum Kind {
    case none
    case curve(any ElementwiseOperation, input: SlotID)
    case loss(any Operation, prediction: SlotID, target: SlotID)
    case update(Parameter)
  }

  private let kind: Kind
  private let snapshot: Snapshot
  private let state: WorkbenchState

  init(_ instruction: Instruction, _ snapshot: Snapshot, _ state: WorkbenchState) {
    self.snapshot = snapshot
    self.state = state
    switch instruction.kind {
    case .forward(let index), .backward(let index):
      let node = snapshot.program.nodes[index]
      if let operation = node.operation as? any ElementwiseOperation {
        kind = .curve(operation, input: node.inputs[0])
      } else if node.phase == .loss, node.inputs.count == 2, snapshot.program[node.inputs[1]].role == .input {
        kind = .loss(node.operation, prediction: node.inputs[0], target: node.inputs[1])
      } else {
        kind = .none
      }
    case .update(let index): kind = .update(snapshot.program.parameters[index])
    default: kind = .none
    }
  }

  /// Shares an area between the tensors and the inset.
  func split(_ area: Rect, wantedHeight: @autoclosure () -> Int, wantedWidth: @autoclosure () -> Int) -> (
    tensors: Rect, inset: Rect?
  ) {
    switch kind {
    case .none: return (area, nil)
    case .curve, .loss:
      // A curve needs some room to be one: below the tensors, or beside them where it is low.
      let height = area.height - min(wantedHeight(), area.height / 2)
      if height >= 8 {
        let rows = Layout.split(area, .vertically, [.weight(1), .fixed(height)])
        return (rows[0], rows[1])
      }
      guard area.width - wantedWidth() >= 26, area.height >= 6 else { return (area, nil) }
      let columns = Layout.split(area, .horizontally, [.fixed(wantedWidth() + 2), .weight(1)])
      return (columns[0], columns[1])
    case .update:
      // Two lines a formula, and some for those that wrap.
      let formulas = state.session?.setup.optimizer.formulas.count ?? 1
      let height = min(formulas * 2 + (formulas > 1 ? 3 : 1), area.height / 2)
      guard height >= 2 else { return (area, nil) }
      let rows = Layout.split(area, .vertically, [.weight(1), .fixed(height)])
      return (rows[0], rows[1])
    }
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    switch kind {
    case .none: break
    case .curve(let operation, let input): drawCurve(operation, input, in: area, on: &frame, theme)
    case .loss(let operation, let prediction, let target):
      drawLoss(operation, prediction, target, in: area, on: &frame, theme)
    case .update(let parameter): drawUpdate(parameter, in: area, on: &frame, theme)
    }
  }

  /// The cell of the elementwise input that belongs to the cursor.
  private func cell(in slot: SlotID) -> Int {
    let count = snapshot.program[slot].shape.count
    return min(state.question?.cell ?? 0, max(count - 1, 0))
  }

  private func drawCurve(
    _ operation: any ElementwiseOperation, _ input: SlotID, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    var contact: FunctionPlot.Contact?
    var range = -4.0...4.0
    if let values = snapshot.values(of: input), let x = values[safe: cell(in: input)].map(Double.init), x.isFinite {
      let y = operation.value(x)
      contact = FunctionPlot.Contact(x: x, y: y, slope: operation.derivative(x: x, y: y))
      range = min(-4, x - 1)...max(4, x + 1)
    }
    FunctionPlot(
      [FunctionPlot.Curve(operation.name) { operation.value($0) }], xRange: range, contact: contact, xTitle: "x",
      yTitle: operation.name
    ).draw(in: area, on: &frame, theme: theme)
  }

  /// The loss of one sample against its prediction, with where it stands now.
  private func drawLoss(
    _ operation: any Operation, _ prediction: SlotID, _ target: SlotID, in area: Rect, on frame: inout Frame,
    _ theme: Theme
  ) {
    guard let curve = LossCurve(operation), let predictions = snapshot.values(of: prediction),
      let targets = snapshot.values(of: target), predictions.count == targets.count
    else { return }
    let cell = min(sampleCell(prediction), predictions.count - 1)
    let (x, y) = (Double(predictions[cell]), Double(targets[cell]))
    guard x.isFinite else { return }
    let center = curve.isLogit ? 0 : y
    let reach = max(abs(x - center) + 1, curve.isLogit ? 4 : 1.5)
    FunctionPlot(
      [FunctionPlot.Curve(operation.name) { curve.loss($0, y) }], xRange: center - reach...center + reach,
      contact: FunctionPlot.Contact(x: x, y: curve.loss(x, y), slope: curve.slope(x, y)),
      xTitle: SlotText.name(CellAddress(prediction, cell: cell), snapshot.program),
      yTitle: state.text(BilingualText("loss of this sample", zh: "该样本的损失"))
    ).draw(in: area, on: &frame, theme: theme)
  }

  private func sampleCell(_ slot: SlotID) -> Int {
    guard let question = state.question else { return 0 }
    return snapshot.program[question.slot].shape == snapshot.program[slot].shape ? question.cell : 0
  }

  /// Every state and the parameter: the formula, then the same with numbers.
  /// The optimizer of the run on the screen, with its constants in force now, which may have been turned since the run
  /// began. Between a knob and its news, the plan is ahead of what is shown.
  private var optimizerShown: (any Optimizer)? {
    guard let session = state.session else { return nil }
    let isAhead = state.awaitedTag != nil || snapshot.setupTag != session.setup.tag
    let plan = isAhead ? state.runningPlans[snapshot.setupTag]?.plan ?? session.plan : session.plan
    return try? OptimizerCatalog.optimizer(plan.configuration.optimizer)
  }

  private func drawUpdate(_ parameter: Parameter, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    guard let optimizer = optimizerShown, optimizer.stateNames.count == parameter.states.count else { return }
    let cell = cell(in: parameter.slot)
    func operand(_ slot: SlotID) -> Operand? {
      snapshot.values(of: slot).flatMap { $0[safe: cell] }.map {
        Operand(address: CellAddress(slot, cell: cell), Double($0))
      }
    }
    let states = parameter.states.compactMap(operand)
    let previous = parameter.previous.compactMap(operand)
    guard let gradient = operand(parameter.updateGradient), let before = previous.first,
      states.count == parameter.states.count,
      previous.count == parameter.previous.count
    else { return }
    let cells = UpdateCells(
      gradient: gradient, previousParameter: before, previousStates: Array(previous.dropFirst()), states: states)
    let step = UpdateStep(number: snapshot.moment.iteration + 1, learningRate: snapshot.learningRateInForce)
    let text = ExpansionText(program: snapshot.program, format: NumberFormat(glyphs: theme.capabilities.glyphs))
    var lines: [StyledText] = []
    for (index, formula) in optimizer.formulas.enumerated() {
      let isState = index < states.count
      let expansion =
        isState
        ? optimizer.expansion(ofState: index, cells, at: step) : optimizer.expansion(ofParameter: cells, at: step)
      lines.append(StyledText(formula, theme.accent))
      lines.append(
        StyledText(
          "  = \(expansion.terms.map(text.numbers).joined(separator: " + ")) = \(text.format.text(expansion.sum))"))
    }
    lines.append(StyledText("η = \(text.format.text(Double(step.learningRate)))   t = \(step.number)", theme.muted))
    Paragraph(lines).draw(in: area, on: &frame, theme: theme)
  }
}

/// The loss of one sample as a function of its prediction, where that is a curve.
struct LossCurve {
  let loss: @Sendable (Double, Double) -> Double
  let slope: @Sendable (Double, Double) -> Double
  /// The prediction is a logit, any number; else it is compared with the target directly.
  let isLogit: Bool

  init?(_ operation: any Operation) {
    switch operation {
    case is SquaredError:
      loss = { ($0 - $1) * ($0 - $1) }
      slope = { 2 * ($0 - $1) }
      isLogit = false
    case is AbsoluteError:
      loss = { abs($0 - $1) }
      slope = { $0 > $1 ? 1 : $0 < $1 ? -1 : 0 }
      isLogit = false
    case is BinaryCrossEntropy:
      let sigmoid = Sigmoid()
      loss = { logit, target in
        // log(1 + eˣ) − x·y, from the sigmoid's own numbers, bounded where it has rounded.
        let p = min(max(sigmoid.value(logit), 1e-12), 1 - 1e-12)
        return -(target * Self.log(p) + (1 - target) * Self.log(1 - p))
      }
      slope = { sigmoid.value($0) - $1 }
      isLogit = true
    default: return nil
    }
  }

  private static func log(_ x: Double) -> Double { NaturalLogarithm.of(x) }
}

extension Array {
  /// The element, or nil outside.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
