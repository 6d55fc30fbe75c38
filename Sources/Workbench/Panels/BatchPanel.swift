import Autodiff
import Datasets
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let batch = PanelID("batch")
}

/// The batch taken apart: what each sample adds to the gradient of the number under the cursor, and to
/// the loss, as bars that add up. Moving through the samples takes the cursor on the stage along.
enum BatchPanel: Panel {
  static let id = PanelID.batch
  static let title = BilingualText("batch", zh: "批次")
  static let letter: Character? = "T"
  static let minimumSize = Size(width: 30, height: 6)

  /// The loss is no tab of a number without gradient only.
  private static func showsLoss(_ state: WorkbenchState) -> Bool { !state[id].tab.isMultiple(of: 2) }

  /// The rows of the batch in the order of the list.
  private static func order(_ parts: BatchParts, _ state: WorkbenchState) -> [Int] {
    let rows = Array(parts.samples.indices)
    guard state.view.sortsBatch else { return rows }
    let values = rows.map { value(parts.samples[$0], state) ?? 0 }
    return rows.sorted { (abs(values[$0]), -$0) > (abs(values[$1]), -$1) }
  }

  private static func value(_ sample: BatchParts.Sample, _ state: WorkbenchState) -> Double? {
    showsLoss(state) ? sample.loss : sample.gradient
  }

  static func note(_ state: WorkbenchState) -> String {
    state.text(
      state.view.sortsBatch ? BilingualText("by size", zh: "按大小") : BilingualText("in batch order", zh: "按批次顺序"))
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot, area.height >= 3 else { return }
    let area = area.inset(left: 1)
    guard let parts = snapshot.batchParts else {
      let text =
        state.practice?.hidden.isEmpty == false
        ? BilingualText("This would give the answer away; it is shown afterwards.", zh: "这里会泄露答案，答完再显示。")
        : BilingualText(
          "Put the cursor on a number: on the stage, with the arrows.", zh: "请把光标放到一个数上：在“舞台”里用方向键。")
      Paragraph(state.text(text), style: theme.muted).draw(in: area, on: &frame, theme: theme)
      return
    }
    let tabs = [BilingualText("gradient", zh: "梯度"), BilingualText("loss", zh: "损失")].map { state.text($0) }
    TabBar(tabs, selected: showsLoss(state) ? 1 : 0).draw(in: area.row(0), on: &frame, theme: theme)
    let order = order(parts, state)
    let values = order.compactMap { value(parts.samples[$0], state) }
    guard values.count == order.count else {
      Paragraph(reason(parts, snapshot, state), style: theme.muted)
        .draw(in: area.inset(top: 1), on: &frame, theme: theme)
      return
    }
    let hasNegativeSide = values.contains { $0 < 0 }
    let limit = SignedBarAxis.limit(for: values)
    let list = area.inset(top: 1, bottom: area.height >= 7 ? 2 : 1)
    drawSamples(parts, order, limit, hasNegativeSide, snapshot, state, in: list, on: &frame, theme)
    if area.height >= 7 {
      let bars = widths(list, parts, state, frame)[4]
      SignedBarAxis(limit: limit, hasNegativeSide: hasNegativeSide)
        .draw(in: Rect(x: bars.x, y: list.bottom, width: bars.width, height: 1), on: &frame, theme: theme)
    }
    frame.put(
      sum(parts, snapshot, state, theme), in: area, row: area.height - 1, style: theme.accent)
  }

  private static func widths(
    _ area: Rect, _ parts: BatchParts, _ state: WorkbenchState, _ frame: Frame
  ) -> [Rect] {
    let longest = parts.samples.lazy.map { frame.widths.columns(of: label($0.index, state)) }.max() ?? 0
    let labelWidth = min(max(longest, 5), max(area.width / 4, 5))
    return Layout.split(
      area.inset(right: 1), .horizontally, [.fixed(3), .fixed(6), .fixed(labelWidth), .fixed(9), .weight(1)], spacing: 1
    )
  }

  private static func drawSamples(
    _ parts: BatchParts, _ order: [Int], _ limit: Double, _ hasNegativeSide: Bool, _ snapshot: Snapshot,
    _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let columns = widths(area, parts, state, frame)
    let titles = [
      BilingualText("row", zh: "行"), BilingualText("sample", zh: "样本"), BilingualText("label", zh: "标签"),
      showsLoss(state) ? BilingualText("loss", zh: "损失") : BilingualText("gradient", zh: "梯度"),
    ].map { state.text($0) }
    for (index, title) in titles.enumerated() {
      frame.put(title, in: columns[index], alignment: index == 2 ? .left : .right, style: theme.title)
    }
    let body = area.inset(top: 1)
    let chosen = min(state[id].choice, max(order.count - 1, 0))
    var scroll = Scroll(total: order.count, visible: body.height)
    scroll.reveal(order.firstIndex(of: chosen) ?? 0)
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    for (place, index) in scroll.range.enumerated() {
      let row = order[index]
      let sample = parts.samples[row]
      let value = value(sample, state) ?? 0
      let texts = ["\(row)", "\(sample.index)", label(sample.index, state), format.text(value, width: 9)]
      for (column, text) in texts.enumerated() {
        frame.put(
          text, in: columns[column], row: place + 1, alignment: column == 2 ? .left : .right,
          style: column == 0 ? theme.muted : theme.text)
      }
      SignedBar(value, limit: limit, hasNegativeSide: hasNegativeSide)
        .draw(in: columns[4].row(place + 1), on: &frame, theme: theme)
      guard row == chosen, state.focus == id else { continue }
      frame.restyle(body.row(place).inset(right: columns[4].width + 2), with: theme.selection)
      frame.clipped(to: area) { $0.cursor = Point(x: body.x, y: body.y + place) }
    }
    ScrollBar(scroll).draw(in: body, on: &frame, theme: theme)
  }

  private static func label(_ index: Int, _ state: WorkbenchState) -> String {
    guard let data = state.session?.setup.data.train, index < data.count else { return "" }
    if let label = data.classIndex(index) { return data.classNames[safe: label] ?? "" }
    if let answer = state.session?.setup.data.answer(index, in: .train) { return answer }
    if case .filteredImages(let filter) = data.task { return filter.name }
    return NumberFormat(glyphs: state.capabilities.glyphs).text(data.targets[index])
  }

  /// `Σ 10 samples −0.0123 + penalties 0.0004 = ∂w[0, 1] −0.0119`
  private static func sum(
    _ parts: BatchParts, _ snapshot: Snapshot, _ state: WorkbenchState, _ theme: Theme
  ) -> String {
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    let values = parts.samples.compactMap { value($0, state) }
    let penalty = showsLoss(state) ? parts.penaltyLoss : parts.penaltyGradient
    let whole = showsLoss(state) ? parts.loss : parts.gradient ?? 0
    let name =
      showsLoss(state)
      ? state.text(BilingualText("loss", zh: "损失"))
      : parts.address.map { "∂\(SlotText.name($0, snapshot.program))" } ?? ""
    let samples = state.text(BilingualText("Σ \(values.count) samples", zh: "Σ \(values.count) 个样本"))
    let extra =
      penalty.map { " + " + state.text(BilingualText("penalties", zh: "惩罚项")) + " \(format.text($0))" } ?? ""
    guard !extra.isEmpty else { return "\(samples) = \(name) = \(format.text(whole))" }
    return "\(samples) \(format.text(values.reduce(0, +)))\(extra) = \(name) \(format.text(whole))"
  }

  private static func reason(_ parts: BatchParts, _ snapshot: Snapshot, _ state: WorkbenchState) -> String {
    if parts.isTooLarge {
      return state.text(
        BilingualText(
          "This batch is too large to be taken apart at once; take a smaller batch size. The loss per sample is under ].",
          zh: "这个批次太大，无法一次拆开；请减小批次大小。每个样本的损失见 ]。"))
    }
    let name = state.question.map { SlotText.name($0, snapshot.program) } ?? ""
    return state.text(
      BilingualText(
        "\(name) has no gradient; choose a weight or a value that depends on one. The loss per sample is under ].",
        zh: "\(name) 没有梯度；请选择权重，或依赖权重的值。每个样本的损失见 ]。"))
  }

  // MARK: Keys

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let parts = state.snapshot?.batchParts, !parts.samples.isEmpty else { return false }
    let order = order(parts, state)
    let place = order.firstIndex(of: min(state[id].choice, order.count - 1)) ?? 0
    switch movement {
    case .left, .right:
      state.view.sortsBatch.toggle()
      return true
    case .up: choose(order[max(place - 1, 0)], &state)
    case .down: choose(order[min(place + 1, order.count - 1)], &state)
    case .pageUp: choose(order[max(place - 10, 0)], &state)
    case .pageDown: choose(order[min(place + 10, order.count - 1)], &state)
    }
    return true
  }

  /// Chooses a sample; the cursor goes to its row where the number at hand belongs to a sample.
  private static func choose(_ row: Int, _ state: inout WorkbenchState) {
    state[id].choice = row
    guard let snapshot = state.snapshot else { return }
    let count = snapshot.batchSamples.count
    if let cursor = state.cursor { state.cursor = snapshot.program.cell(of: row, among: count, at: cursor) }
    if let question = state.questions.last {
      state.questions[state.questions.count - 1] = snapshot.program.cell(of: row, among: count, at: question)
    }
  }
}

extension Program {
  /// The cell of another sample at the same place; the same cell where a tensor has no part for each sample.
  func cell(of sample: Int, among count: Int, at address: CellAddress) -> CellAddress {
    guard let value = value(behind: address), self[value.slot].role != .parameter,
      let rows = self[address.slot].shape.dimensions.first, count > 0, rows > 0, rows.isMultiple(of: count)
    else { return address }
    let size = self[address.slot].shape.count / count
    return CellAddress(address.slot, cell: sample * size + address.cell % size)
  }
}
