import Autodiff
import NeuralNet
import Screen
import Stepping
import TensorMath

/// A recurrent layer on the way forwards, unrolled: time from left to right, for one sample.
///
/// Above, the recurrent network: what comes in at each step, and the sum or the gates that it makes with what the state
/// says. Below, the state transfer: the state that each step hands to the next.
struct RecurrenceStage: StagePicture {
  private let time: TimeScene
  /// The bands of the recurrent network come first, those of the state transfer behind them.
  private let bands: [TimeScene.Band]
  private let networkCount: Int
  private let place: TimeScene.Place?

  init?(_ scene: StageScene) {
    guard scene.instruction.phase == .forward, let time = TimeScene(scene) else { return nil }
    self.time = time
    let layer = time.layer
    let steps = (0..<layer.stepCount).map { layer.parts(at: $0) }
    let parts = steps[0].map(\.name)
    func band(_ name: String) -> TimeScene.Band {
      time.band(scene.state.text(TimeScene.title(name))) { step in steps[step].first { $0.name == name }?.slot }
    }
    let input = TimeScene.Band(
      title: time.text("input x(t)", zh: "输入 x(t)"), rows: layer.inputCount,
      slots: Array(repeating: layer.byTime, count: layer.stepCount), isStacked: true)
    let (network, transfer) = (parts.filter { $0 != "cell" }, parts.filter { $0 == "cell" })
    bands =
      [input] + (network + transfer).map(band)
      + [time.band(time.text("state h(t)", zh: "状态 h(t)")) { layer.state(at: $0) }]
    networkCount = network.count + 1
    place = time.place(in: bands, names: [nil] + network + transfer + [nil])
  }

  let leavesRoom = false

  func moved(_ movement: Movement) -> CellAddress? { time.moved(movement, from: place, in: bands) }

  func wantedHeight(width: Int) -> Int { bands.reduce(4) { $0 + $1.rows } }

  /// From this height on there is room for the operation's own tensors too.
  private static let roomyHeight = 22

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 2, area.width >= 12 else { return }
    var area = area
    if let below = below(area) {
      let height = min(below.wantedHeight(width: area.width), area.height / 2)
      below.draw(in: area.inset(top: area.height - height), on: &frame, theme: theme)
      area = area.inset(bottom: height)
    }
    let step = time.current ?? place?.time
    let axis = TimeAxis(
      count: time.layer.stepCount, around: place?.time ?? step ?? 0, width: area.width,
      gutter: area.width >= 50 ? 19 : 12, mode: time.state.view.mode, theme: theme)
    let hasHeads = area.height - 4 >= bands.count
    let hasLine = area.height - (hasHeads ? 4 : 2) >= bands.count
    let room = area.height - 1 - (hasHeads ? 2 : 0) - (hasLine ? 1 : 0)
    let shown = shown(room)
    let heights = TimeRows.share(
      room, among: shown.map { TimeBandView.wantedHeight(rows: bands[$0].rows, axis) })
    axis.draw(current: step, title: time.text("time step", zh: "时间步"), in: area.row(0), on: &frame, theme: theme)
    var y = area.y + 1
    for (index, height) in zip(shown, heights) {
      if hasHeads, index == 0 || index == networkCount {
        drawHead(isNetwork: index == 0, axis, y: y, area, on: &frame, theme)
        y += 1
      }
      let cursor = place.flatMap { $0.band == index ? (time: $0.time, row: $0.row) : nil }
      TimeBandView(
        band: bands[index], scene: time, sample: time.sample(place), axis: axis, cursor: cursor, row: place?.row ?? 0
      ).draw(in: Rect(x: area.x, y: y, width: area.width, height: height), on: &frame, theme: theme)
      y += height
    }
    if hasLine, y < area.bottom { frame.clipped(to: area) { $0.put(line(theme), x: area.x, y: y) } }
  }

  /// A tensor that has no time, such as the recurrent weights; where there is much room, all of the operation.
  private func below(_ area: Rect) -> TensorRow? {
    let scene = time.scene
    if area.height >= Self.roomyHeight { return TensorRow(scene.slots, scene.snapshot, scene.state) }
    guard place == nil, time.program.slots.indices.contains(scene.focus.slot.index) else { return nil }
    return TensorRow(StageSlots(reads: [], writes: [scene.focus.slot]), scene.snapshot, scene.state)
  }

  /// As many bands as there are lines: the state and the cell first, then the one with the cursor.
  private func shown(_ room: Int) -> [Int] {
    guard room < bands.count else { return Array(bands.indices) }
    var order = Array((networkCount..<bands.count).reversed())
    if let band = place?.band { order.append(band) }
    order += 1..<networkCount
    order.append(0)
    var chosen: Set<Int> = []
    for band in order where chosen.count < max(room, 1) { chosen.insert(band) }
    return chosen.sorted()
  }

  /// One of the two parts by its name, with what is done, at hand and to come in each time step.
  private func drawHead(
    isNetwork: Bool, _ axis: TimeAxis, y: Int, _ area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let title =
      isNetwork ? time.text("recurrent network", zh: "循环网络") : time.text("state transfer", zh: "状态转移")
    let last = bands[isNetwork ? networkCount - 1 : bands.count - 1]
    frame.clipped(to: area) { frame in
      let end = frame.put(title, x: area.x, y: y, style: theme.title)
      for step in axis.steps where area.x + axis.x(step) >= end {
        let isDone = last.slots[step].map { time.scene.snapshot.isComputed($0) } ?? false
        let isCurrent = step == time.current
        let sign = isCurrent ? theme.signs.current : isDone ? theme.signs.right : theme.signs.notYet
        frame.put(
          sign, x: area.x + axis.x(step) + (axis.cellWidth - 1) / 2, y: y,
          style: isCurrent ? theme.accent : isDone ? theme.text : theme.muted)
      }
    }
  }

  /// What is looked at, and where the layer's output is.
  private func line(_ theme: Theme) -> StyledText {
    let (sample, last) = (time.sample(place), time.layer.batch - 1)
    var line = StyledText(
      time.text("sample \(sample) of 0–\(last)", zh: "样本 \(sample)（0–\(last)）"), theme.muted)
    if let place {
      line.append(
        time.text(" · step \(place.time), row \(place.row)", zh: " · 时间步 \(place.time)，第 \(place.row) 行"), theme.text)
    }
    let isLast = time.program.slot(named: "\(time.layer.name).output")?.shape.rank == 2
    let end = time.layer.stepCount - 1
    line.append(
      isLast
        ? time.text(" · output: h(\(end))", zh: " · 输出：h(\(end))")
        : time.text(" · output: h of all steps", zh: " · 输出：所有时间步的 h"), theme.muted)
    return line
  }
}
