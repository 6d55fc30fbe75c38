import Autodiff
import NeuralNet
import Screen
import Stepping
import TensorMath

/// A network as a chain of boxes, one for each layer, from the data to the output: what it is, what a sample becomes in
/// it, how many parameters it has.
///
/// ```
/// ┌conv1 ─────── 80 parameters ┐
/// │convolution           8×8×8 │
/// └────────────────────────────┘
///               ▼
/// ```
struct LayerChain {
  struct Link {
    let name: String
    let kind: String
    /// Of one sample: `8×8×8`.
    let shape: String
    let parameters: Int
    let feedsBack: Bool
  }

  let links: [Link]

  /// Layers whose state goes back into them at the next time step.
  private static let loops: Set<String> = [RecurrentLayer.name, LSTM.name, GRU.name, SelfRecurrent.name]

  init(_ program: Program, _ layers: [LayerDescription]) {
    let kinds = Dictionary(layers.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
    var links: [Link] = []
    if let data = program.inputs.first {
      links.append(Link(name: "x", kind: "", shape: Self.sample(program[data].shape), parameters: 0, feedsBack: false))
    }
    var names: [String] = []
    var outputs: [String: SlotID] = [:]
    for node in program.nodes where node.phase == .forward {
      guard let name = node.scope.first else { continue }
      if outputs[name] == nil { names.append(name) }
      outputs[name] = node.output
    }
    for name in names {
      guard let output = outputs[name] else { continue }
      let own = program.parameters.filter { program[$0.slot].name.hasPrefix(name + ".") }
      let kind = kinds[name] ?? ""
      links.append(
        Link(
          name: name, kind: kind, shape: Self.sample(program[output].shape),
          parameters: own.reduce(0) { $0 + program[$1.slot].shape.count }, feedsBack: Self.loops.contains(kind)))
    }
    self.links = links
  }

  /// Without the batch, which comes first.
  private static func sample(_ shape: Shape) -> String {
    let sizes = shape.dimensions.dropFirst()
    return sizes.isEmpty ? "1" : sizes.map(String.init).joined(separator: "×")
  }

  func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    if area.height >= 4 * links.count - 1 {
      drawBoxes(state, in: area, on: &frame, theme)
    } else {
      drawRows(state, in: area, on: &frame, theme)
    }
  }

  private func drawBoxes(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    let width = min(area.width, 44)
    let left = area.x + (area.width - width) / 2
    for (index, link) in links.enumerated() {
      let box = Rect(x: left, y: area.y + 4 * index, width: width, height: 3)
      Border(title: link.name, note: parameters(link, state)).draw(in: box, on: &frame, theme: theme)
      let inside = box.inset(by: 1)
      frame.put(kind(link, state), in: inside, style: theme.text)
      frame.put(shape(link, theme), in: inside, alignment: .right, style: theme.accent)
      if index + 1 < links.count {
        frame.put(String(theme.signs.down), x: left + width / 2, y: box.bottom, style: theme.muted)
      }
    }
  }

  private func drawRows(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    let columns = Layout.split(
      area, .horizontally, [.fixed(1), .weight(3), .weight(4), .weight(3)] + (area.width >= 50 ? [.fixed(18)] : []),
      spacing: 1)
    let isCut = links.count > area.height
    let shown = isCut ? max(area.height - 1, 0) : links.count
    for (row, link) in links.prefix(shown).enumerated() {
      let sign = row == 0 ? " " : String(theme.signs.down)
      let texts = [sign, link.name, kind(link, state), shape(link, theme), parameters(link, state)]
      for (column, text) in zip(columns.indices, texts) {
        frame.put(
          frame.widths.truncated(text, to: columns[column].width, ellipsis: theme.signs.ellipsis), in: columns[column],
          row: row, alignment: column >= 3 ? .right : .left,
          style: column == 1 ? theme.title : column == 3 ? theme.accent : theme.muted)
      }
    }
    guard isCut, area.height > 0 else { return }
    let more = links.count - shown
    frame.put(
      state.text(BilingualText("and \(more) more: zoom in", zh: "还有 \(more) 层：请放大")), in: area, row: shown,
      style: theme.muted)
  }

  private func kind(_ link: Link, _ state: WorkbenchState) -> String {
    guard link.feedsBack else { return link.kind }
    return link.kind + state.text(BilingualText(", feeds back into itself", zh: "，回到自身"))
  }

  private func shape(_ link: Link, _ theme: Theme) -> String {
    link.shape.replacing("×", with: String(theme.signs.times))
  }

  private func parameters(_ link: Link, _ state: WorkbenchState) -> String {
    guard link.parameters > 0 else { return "" }
    return state.text(
      BilingualText(
        "\(link.parameters) \(link.parameters == 1 ? "parameter" : "parameters")", zh: "\(link.parameters) 个参数"))
  }
}
