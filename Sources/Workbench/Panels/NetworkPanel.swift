import Autodiff
import NeuralNet
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let network = PanelID("network")
}

/// The model drawn layer by layer: every unit of a small dense network with its activation for one sample,
/// and every connection's weight by sign and size, larger layers as one box with their number of units; any other network
/// as a ``LayerChain``.
enum NetworkPanel: Panel {
  static let id = PanelID.network
  static let title = BilingualText("network", zh: "网络")
  static let minimumSize = Size(width: 20, height: 6)

  /// A column of the drawing: a slot whose last axis are units.
  private struct Column {
    let title: String
    let slot: SlotID
    let units: Int
    /// The weights that lead here, [units before, units].
    let weight: SlotID?
  }

  static func note(_ state: WorkbenchState) -> String {
    guard let snapshot = state.snapshot else { return "" }
    let count = snapshot.program.parameters.reduce(0) { $0 + snapshot.program[$1.slot].shape.count }
    return state.text(BilingualText("\(count) parameters", zh: "\(count) 个参数"))
  }

  private static func columns(_ program: Program) -> [Column] {
    guard let first = program.inputs.first else { return [] }
    var columns = [Column(title: "x", slot: first, units: program[first].shape.columns, weight: nil)]
    for node in program.nodes where node.phase == .forward {
      let units = program[node.output].shape.columns
      let title = node.scope.last ?? program[node.output].name
      if node.operation is Affine {
        columns.append(Column(title: title, slot: node.output, units: units, weight: node.inputs[1]))
      } else if let last = columns.last, last.title == title {
        // The activation stands for its layer.
        columns[columns.count - 1] = Column(title: title, slot: node.output, units: units, weight: last.weight)
      }
    }
    return columns
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot, area.height >= 3 else { return }
    let layers = state.session?.setup.configuration.model.layers ?? []
    guard isDense(layers) else {
      LayerChain(snapshot.program, layers).draw(state, in: area.inset(left: 1, right: 1), on: &frame, theme: theme)
      return
    }
    // Where there is little room, numbers and boxes are wider than their columns.
    frame.clipped(to: area) { draw(snapshot, state, in: area, on: &$0, theme) }
  }

  /// Whether every unit is joined to every unit before it, as the drawing has it.
  private static func isDense(_ layers: [LayerDescription]) -> Bool {
    layers.allSatisfy { $0.type == Dropout.name || $0.type == Dense.name && $0.settings["each"] == nil }
  }

  private static func draw(
    _ snapshot: Snapshot, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let columns = columns(snapshot.program)
    guard !columns.isEmpty else { return }
    let places = Layout.split(area, .horizontally, columns.map { _ in .weight(1) })
    let sample = sampleRow(state, snapshot)
    let body = area.inset(top: 1, bottom: 1)
    // Connections first, units over them.
    for index in columns.indices.dropFirst() {
      drawWeights(
        columns[index], from: columns[index - 1], places[index - 1], places[index], body, snapshot, on: &frame, theme)
    }
    for (column, place) in zip(columns, places) {
      frame.put(column.title, in: Rect(x: place.x, y: area.y, width: place.width, height: 1), style: theme.title)
      drawUnits(
        column, in: Rect(x: place.x, y: body.y, width: place.width, height: body.height), sample, snapshot, on: &frame,
        theme)
    }
    let legend = BilingualText(
      area.width < 60
        ? "weights: dashed is negative"
        : "sample \(sample) of the batch   lines: weights; dashed is negative, double is large",
      zh: area.width < 60 ? "权重：虚线为负" : "批次中的样本 \(sample)   线：权重；虚线为负，双线为大")
    frame.put(state.text(legend), in: area, row: area.height - 1, style: theme.muted)
  }

  /// The sample that the cursor is on, else the first.
  private static func sampleRow(_ state: WorkbenchState, _ snapshot: Snapshot) -> Int {
    guard let question = state.question, let features = snapshot.program.inputs.first else { return 0 }
    let shape = snapshot.program[question.slot].shape
    let batch = snapshot.program[features].shape.rows
    return shape.rank > 1 && shape.rows == batch ? question.cell / max(shape.columns, 1) : 0
  }

  private static func y(_ unit: Int, of count: Int, in area: Rect) -> Int {
    area.y + (area.height * (2 * unit + 1)) / (2 * max(count, 1))
  }

  private static func drawUnits(
    _ column: Column, in area: Rect, _ sample: Int, _ snapshot: Snapshot, on frame: inout Frame, _ theme: Theme
  ) {
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    guard column.units <= area.height else {
      let box = area.centered(Size(width: min(area.width - 1, 12), height: 3))
      frame.fill(box)
      Border().draw(in: box, on: &frame, theme: theme)
      frame.put(String(column.units), in: Border().inside(box), alignment: .center, style: theme.accent)
      return
    }
    let values = snapshot.values(of: column.slot)
    for unit in 0..<column.units {
      let value = values.flatMap { $0[safe: sample * column.units + unit] }
      let isNarrow = area.width < 15
      let width = isNarrow ? 4 : 6
      let number =
        value.map { format.text($0, width: width) } ?? String(repeating: " ", count: width - 1)
        + String(theme.signs.notYet)
      let text = isNarrow ? number : "(\(number))"
      let style = value.map { $0 < 0 ? theme.negative : $0 > 0 ? theme.positive : theme.text } ?? theme.muted
      frame.put(text, x: area.x, y: y(unit, of: column.units, in: area), style: style)
    }
  }

  private static func drawWeights(
    _ column: Column, from: Column, _ left: Rect, _ right: Rect, _ body: Rect, _ snapshot: Snapshot,
    on frame: inout Frame, _ theme: Theme
  ) {
    guard let weight = column.weight, let values = snapshot.values(of: weight), from.units <= body.height,
      column.units <= body.height, right.x - left.x >= 8
    else { return }
    let start = left.x + (left.width < 15 ? 4 : 8)
    let end = right.x - 1
    let width = end - start
    guard width >= 2 else { return }
    let largest = values.lazy.map(abs).filter(\.isFinite).max() ?? 1
    let marker = theme.capabilities.marker
    var canvas = DotCanvas(size: Size(width: width, height: body.height), marker: marker)
    let rowDots = Double(canvas.height) / Double(max(body.height, 1))
    // Large weights last, so that they are on top.
    for index in values.indices.sorted(by: { abs(values[$0]) < abs(values[$1]) }) where values[index].isFinite {
      let (unit, target) = (index / column.units, index % column.units)
      let size = largest > 0 ? abs(values[index]) / largest : 0
      guard size > 0.04 else { continue }
      let style = (values[index] < 0 ? theme.negative : theme.positive).with(
        size < 0.25 ? .dim : size > 0.6 ? .bold : [])
      let ink = DotCanvas.Ink(style, sign: values[index] < 0 ? "-" : "+")
      let from = (Double(y(unit, of: from.units, in: body) - body.y) + 0.5) * rowDots
      let to = (Double(y(target, of: column.units, in: body) - body.y) + 0.5) * rowDots
      drawEdge(from, to, isDashed: values[index] < 0, isThick: size > 0.6, ink, on: &canvas)
    }
    canvas.draw(x: start, y: body.y, on: &frame)
  }

  /// A line across the canvas: dashed for a negative weight, double for a large one.
  private static func drawEdge(
    _ from: Double, _ to: Double, isDashed: Bool, isThick: Bool, _ ink: DotCanvas.Ink, on canvas: inout DotCanvas
  ) {
    let width = Double(max(canvas.width - 1, 1))
    let dashes = isDashed ? max(canvas.width / 6, 1) : 1
    for offset in isThick ? [0.0, 1.0] : [0.0] {
      for dash in 0..<dashes {
        let begin = Double(dash) / Double(dashes)
        let end = isDashed ? begin + 0.55 / Double(dashes) : 1
        canvas.line(
          from: (begin * width, from + (to - from) * begin + offset),
          to: (end * width, from + (to - from) * end + offset),
          ink: ink)
      }
    }
  }
}
