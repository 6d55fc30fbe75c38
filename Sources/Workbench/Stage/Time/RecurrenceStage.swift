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
  private let network: [TimeScene.Band]
  private let transfer: [TimeScene.Band]

  init?(_ scene: StageScene) {
    guard scene.instruction.phase == .forward, let time = TimeScene(scene) else { return nil }
    self.time = time
    let (layer, program) = (time.layer, time.program)
    let steps = (0..<layer.stepCount).map { layer.parts(at: $0, in: program) }
    let parts = steps[0].map(\.name)
    func band(_ name: String) -> TimeScene.Band {
      time.band(scene.state.text(TimeScene.title(name))) { step in steps[step].first { $0.name == name }?.slot }
    }
    let input = TimeScene.Band(
      title: time.text("input x(t)", zh: "输入 x(t)"), rows: layer.inputCount,
      slots: Array(repeating: layer.byTime, count: layer.stepCount), isStacked: true)
    network = [input] + parts.filter { $0 != "cell" }.map(band)
    transfer =
      parts.filter { $0 == "cell" }.map(band)
      + [time.band(time.text("state h(t)", zh: "状态 h(t)")) { layer.state(at: $0, in: program) }]
  }

  private var bands: [TimeScene.Band] { network + transfer }

  let leavesRoom = false

  func moved(_ movement: Movement) -> CellAddress? { time.moved(movement, in: bands) }

  func wantedHeight(width: Int) -> Int { bands.reduce(4) { $0 + $1.rows } }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 2, area.width >= 12 else { return }
    let focus = bands.lazy.compactMap { $0.place(of: time.scene.focus, batch: time.layer.batch) }.first
    var area = area
    // A tensor that has no time, such as the recurrent weights, stands below.
    if focus == nil, let below = TimeTensor(time.scene) {
      let height = min(below.wantedHeight(width: area.width), area.height / 2)
      below.draw(in: area.inset(top: area.height - height), on: &frame, theme: theme)
      area = area.inset(bottom: height)
    }
    let axis = TimeAxis(
      count: time.layer.stepCount, around: time.current ?? focus?.time ?? 0, width: area.width,
      gutter: area.width >= 50 ? 19 : 12, mode: time.state.view.mode, theme: theme)
    let wanted = bands.map { TimeBandView.wantedHeight(rows: $0.rows, axis) }
    let hasHeads = area.height - 4 >= bands.count
    let hasLine = area.height - (hasHeads ? 4 : 2) >= bands.count
    let heights = TimeRows.share(area.height - 1 - (hasHeads ? 2 : 0) - (hasLine ? 1 : 0), among: wanted)
    axis.draw(
      current: time.current ?? focus?.time, title: time.text("time step", zh: "时间步"), in: area.row(0), on: &frame,
      theme: theme)
    var y = area.y + 1
    for (index, band) in bands.enumerated() {
      if hasHeads, index == 0 || index == network.count {
        let title =
          index == 0
          ? time.text("recurrent network", zh: "循环网络") : time.text("state transfer", zh: "状态转移")
        drawHead(title, index == 0 ? network.last : transfer.last, axis, y: y, area, on: &frame, theme)
        y += 1
      }
      let place = band.place(of: time.scene.focus, batch: time.layer.batch)
      TimeBandView(
        band: band, scene: time, sample: time.sample(bands), axis: axis,
        cursor: place.map { ($0.time, $0.row) }, row: focus?.row ?? 0
      ).draw(
        in: Rect(x: area.x, y: y, width: area.width, height: heights[index]), on: &frame, theme: theme)
      y += heights[index]
    }
    if hasLine, y < area.bottom { frame.clipped(to: area) { $0.put(line(focus, theme), x: area.x, y: y) } }
  }

  /// One of the two parts by its name, with what is done, at hand and to come in each time step.
  private func drawHead(
    _ title: String, _ last: TimeScene.Band?, _ axis: TimeAxis, y: Int, _ area: Rect, on frame: inout Frame,
    _ theme: Theme
  ) {
    frame.clipped(to: area) { frame in
      let end = frame.put(title, x: area.x, y: y, style: theme.title)
      for step in axis.steps where area.x + axis.x(step) > end {
        let isDone = last?.slots[step].map { time.scene.snapshot.isComputed($0) } ?? false
        let isCurrent = step == time.current
        let sign = isCurrent ? theme.signs.current : isDone ? theme.signs.right : theme.signs.notYet
        frame.put(
          sign, x: area.x + axis.x(step) + (axis.cellWidth - 1) / 2, y: y,
          style: isCurrent ? theme.accent : isDone ? theme.text : theme.muted)
      }
    }
  }

  /// What is looked at, and where the layer's output is.
  private func line(_ focus: (time: Int, sample: Int, row: Int)?, _ theme: Theme) -> StyledText {
    let sample = time.sample(bands)
    let all = time.layer.batch
    var line = StyledText(
      time.text("sample \(sample) of 0–\(all - 1)", zh: "样本 \(sample)（0–\(all - 1)）"), theme.muted)
    if let focus {
      line.append(
        time.text(" · step \(focus.time), row \(focus.row)", zh: " · 时间步 \(focus.time)，第 \(focus.row) 行"), theme.text)
    }
    let output = time.program.slot(named: "\(time.layer.name).output")
    let isLast = output?.shape.rank == 2
    line.append(
      isLast
        ? time.text(
          " · output: h(\(time.layer.stepCount - 1))", zh: " · 输出：h(\(time.layer.stepCount - 1))")
        : time.text(" · output: h of all steps", zh: " · 输出：所有时间步的 h"), theme.muted)
    return line
  }
}

/// The tensor under the cursor where it has no column for each time step: weights, biases, all inputs' sums.
struct TimeTensor {
  private let row: TensorRow

  init?(_ scene: StageScene) {
    let slot = scene.focus.slot
    guard scene.snapshot.program.slots.indices.contains(slot.index) else { return nil }
    row = TensorRow(StageSlots(reads: [], writes: [slot]), scene.snapshot, scene.state)
  }

  func wantedHeight(width: Int) -> Int { row.wantedHeight(width: width) }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) { row.draw(in: area, on: &frame, theme: theme) }
}
