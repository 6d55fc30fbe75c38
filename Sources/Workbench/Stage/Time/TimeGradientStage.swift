import Autodiff
import NeuralNet
import Screen
import Stepping

/// A recurrent layer on the way back: how much of the gradient arrives at each time step, from the last to the first,
/// and what every step adds to the gradient of the recurrent weights, with the sum as it grows.
struct TimeGradientStage: StagePicture {
  private let time: TimeScene
  private let bands: [TimeScene.Band]
  private let contributions: TimeContributions
  /// The number whose gradient is added up; nil where it is that of the whole matrix.
  private let weight: CellAddress?

  init?(_ scene: StageScene) {
    guard scene.instruction.phase == .backward, let time = TimeScene(scene) else { return nil }
    self.time = time
    let (layer, program) = (time.layer, time.program)
    let numbers = { (slot: SlotID) in scene.snapshot.values(of: slot) }
    var bands = [
      time.band("∂h(t)") { step in layer.state(at: step, in: program).flatMap { program.gradient(of: $0) } }
    ]
    if layer.cell(at: 0, in: program) != nil {
      bands.append(time.band("∂c(t)") { layer.cell(at: $0, in: program).flatMap { program.gradient(of: $0) } })
    }
    self.bands = bands
    weight = Self.weight(scene, layer)
    contributions =
      weight.flatMap { TimeContributions(to: $0, of: layer, in: program, numbers: numbers) }
      ?? TimeContributions(norms: layer, in: program, numbers: numbers)
  }

  /// The recurrent weight or bias that the cursor is on, or on the gradient of.
  private static func weight(_ scene: StageScene, _ layer: UnrolledLayer) -> CellAddress? {
    for address in [scene.focus, scene.home] {
      for parameter in [layer.recurrentWeight, layer.recurrentBias]
      where address.slot == parameter || scene.snapshot.program.gradient(of: parameter) == address.slot {
        return CellAddress(parameter, cell: address.cell)
      }
    }
    return nil
  }

  let leavesRoom = false

  func moved(_ movement: Movement) -> CellAddress? {
    switch movement {
    // There is one bar a step: up and down would lead through units that are not drawn apart.
    case .left, .right: time.moved(movement, in: bands)
    default: nil
    }
  }

  func wantedHeight(width: Int) -> Int { (bands.count + 2) * 5 + 2 }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 3, area.width >= 16 else { return }
    let focus = bands.lazy.compactMap { $0.place(of: time.scene.focus, batch: time.layer.batch) }.first
    var area = area
    if weight != nil, let below = TimeTensor(time.scene), area.height >= 16 {
      let height = min(below.wantedHeight(width: area.width), area.height / 3)
      below.draw(in: area.inset(top: area.height - height), on: &frame, theme: theme)
      area = area.inset(bottom: height)
    }
    let chosen = WhyPanel.chosenTimeStep(time.state).flatMap { time.state.focus == .why ? $0 : nil } ?? focus?.time
    let current = time.current ?? chosen
    let axis = TimeAxis(
      count: time.layer.stepCount, around: chosen ?? current ?? 0, width: area.width,
      gutter: area.width >= 50 ? 11 : 9, mode: .colors, theme: theme)
    let plots = plots(axis, chosen ?? current)
    // Those that come first matter most where not all have room.
    let shown = plots.prefix(max((area.height - 2) / TimeBars.leastHeight, 1))
    let heights = TimeRows.share(area.height - 2, among: shown.map { _ in area.height })
    var y = area.y
    for (plot, height) in zip(shown, heights) {
      plot.draw(in: Rect(x: area.x, y: y, width: area.width, height: height), on: &frame, theme: theme)
      y += height
    }
    axis.draw(
      current: chosen ?? current, title: time.text("time step", zh: "时间步"),
      in: Rect(x: area.x, y: y, width: area.width, height: 1), on: &frame, theme: theme)
    frame.clipped(to: area) { $0.put(line(chosen ?? current, theme), x: area.x, y: y + 1) }
  }

  // MARK: The plots

  private func plots(_ axis: TimeAxis, _ chosen: Int?) -> [TimeBars] {
    var norms = bands.map { normBars($0, axis, chosen) }
    let matrix = SlotText.name(time.layer.recurrentWeight, time.program)
    let parts = TimeBars(
      title: weight.map {
        time.text(
          "∂\(SlotText.name($0, time.program)): what each time step adds",
          zh: "∂\(SlotText.name($0, time.program))：每个时间步贡献多少")
      } ?? time.text("∂\(matrix): norm of what each time step adds", zh: "∂\(matrix)：每个时间步所加部分的范数"),
      values: contributions.parts,
      kind: weight == nil ? .sizes(isLogarithmic: isLogarithmic(contributions.parts)) : .signed, axis: axis,
      chosen: chosen)
    norms.insert(parts, at: 1)
    if weight != nil {
      norms.insert(
        TimeBars(
          title: time.text("sum from the last step back to each", zh: "从最后一步累加到各步"),
          values: contributions.runningTotals, kind: .signed, axis: axis, chosen: chosen), at: 2)
    }
    return norms
  }

  private func normBars(_ band: TimeScene.Band, _ axis: TimeAxis, _ chosen: Int?) -> TimeBars {
    let norms = band.slots.map { slot in slot.flatMap(norm) }
    let isLogarithmic = isLogarithmic(norms)
    let log = isLogarithmic ? time.text(" (log)", zh: "（对数）") : ""
    let letter = band.title.replacing("∂", with: "")
    return TimeBars(
      title: time.text("norm of ∂loss/∂\(letter)\(log)", zh: "∂loss/∂\(letter) 的范数\(log)"), values: norms,
      kind: .sizes(isLogarithmic: isLogarithmic), axis: axis, chosen: chosen)
  }

  /// Over all samples and units; nil until all of it is there.
  private func norm(_ slot: SlotID) -> Double? {
    let snapshot = time.scene.snapshot
    guard let values = snapshot.values(of: slot), snapshot.shownCells(of: slot) == values.count else { return nil }
    return values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// Where sizes differ so much that the small ones would have no bar, or where the learner wants it.
  private func isLogarithmic(_ values: [Double?]) -> Bool {
    let positive = values.compactMap { $0 }.filter { $0 > 0 && $0.isFinite }
    guard let least = positive.min(), let most = positive.max() else { return false }
    return time.state.view.isLogarithmic || most > 50 * least
  }

  // MARK: In numbers

  /// How far the sum is, and what the chosen time step has to do with it.
  private func line(_ chosen: Int?, _ theme: Theme) -> StyledText {
    let (count, of) = (contributions.count, contributions.reached.count)
    var line = StyledText()
    if weight != nil {
      let sum = time.scene.number(contributions.total)
      line.append(
        contributions.isWhole
          ? time.text("Σ = \(sum), all \(of) steps", zh: "Σ = \(sum)，共 \(of) 步")
          : time.text("Σ = \(sum) so far, \(count) of \(of) steps", zh: "目前 Σ = \(sum)，\(count)/\(of) 步"), theme.accent)
    } else {
      line.append(time.text("\(count) of \(of) steps so far", zh: "目前 \(count)/\(of) 步"), theme.accent)
    }
    guard let chosen else { return line }
    if !contributions.reached.contains(chosen) {
      line.append(time.text(" · step \(chosen): gradient cut", zh: " · 时间步 \(chosen)：梯度被截断"), theme.text)
    } else if let part = contributions.parts[chosen], let share = contributions.share(of: chosen) {
      let percent = NumberFormat(significantDigits: 2, trimsZeros: true).text(share * 100)
      line.append(
        " · \(time.state.text(ScopeText.step(chosen))): \(time.scene.number(part)), \(percent) %", theme.text)
    }
    if let norm = bands[0].slots[chosen].flatMap(norm) {
      line.append(" · ‖∂h(\(chosen))‖ = \(time.scene.number(norm))", theme.text)
    }
    return line
  }
}
