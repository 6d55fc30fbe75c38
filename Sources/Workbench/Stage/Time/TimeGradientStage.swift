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
      time.band("∂h(t)") { step in layer.state(at: step).flatMap { program.gradient(of: $0) } }
    ]
    if layer.cell(at: 0) != nil {
      bands.append(time.band("∂c(t)") { layer.cell(at: $0).flatMap { program.gradient(of: $0) } })
    }
    self.bands = bands
    weight = Self.weight(scene, layer)
    let whole =
      weight.flatMap { TimeContributions(to: $0, of: layer, in: program, numbers: numbers) }
      ?? TimeContributions(norms: layer, in: program, numbers: numbers)
    // What stepping has not added up yet is not there.
    if weight != nil, let explanation = scene.snapshot.explanation, let terms = scene.terms(of: explanation.address) {
      contributions = whole.limited(toTerms: terms, of: explanation)
    } else {
      contributions = whole
    }
  }

  /// The recurrent weight or bias that the cursor is on, or on the gradient of.
  private static func weight(_ scene: StageScene, _ layer: UnrolledLayer) -> CellAddress? {
    for address in [scene.focus, scene.home] {
      for parameter in [layer.recurrentWeight, layer.recurrentBias]
      where address.slot == parameter || scene.snapshot.program.isGradient(address.slot, of: parameter) {
        return CellAddress(parameter, cell: address.cell)
      }
    }
    return nil
  }

  private var place: TimeScene.Place? { time.place(in: bands, names: bands.map { _ in nil }) }

  let leavesRoom = false

  func moved(_ movement: Movement) -> CellAddress? {
    switch movement {
    // There is one bar a step: up and down would lead through units that are not drawn apart.
    case .left, .right: time.moved(movement, from: place, in: bands)
    default: nil
    }
  }

  func wantedHeight(width: Int) -> Int { (bands.count + 2) * 5 + 2 }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 3, area.width >= 16 else { return }
    let place = place
    var area = area
    if weight != nil, area.height >= 16 {
      let below = TensorRow(
        StageSlots(reads: [], writes: [time.scene.focus.slot]), time.scene.snapshot, time.state)
      let height = min(below.wantedHeight(width: area.width), max(area.height / 4, 4))
      below.draw(in: area.inset(top: area.height - height), on: &frame, theme: theme)
      area = area.inset(bottom: height)
    }
    // The time step that is opened in the why panel, or the cursor's.
    let chosen =
      (time.state.focus == .why ? WhyPanel.chosenTimeStep(time.state) : nil)
      ?? time.scene.terms(of: time.scene.subject).flatMap(timeStep(ofTerm:)) ?? place?.time
    let current = time.current ?? chosen
    let axis = TimeAxis(
      count: time.layer.stepCount, around: chosen ?? current ?? 0, width: area.width,
      gutter: area.width >= 50 ? 11 : 9, mode: .colors, theme: theme)
    let plots = plots(axis, chosen ?? current)
    let shown = fitting(plots, area.height - 2)
    let least = shown.map(\.leastHeight)
    let more = TimeRows.share(area.height - 2 - least.reduce(0, +), among: shown.map { _ in area.height })
    var y = area.y
    for (index, plot) in shown.enumerated() {
      let height = least[index] + more[index]
      plot.draw(in: Rect(x: area.x, y: y, width: area.width, height: height), on: &frame, theme: theme)
      y += height
    }
    axis.draw(
      current: current, title: time.text("time step", zh: "时间步"),
      in: Rect(x: area.x, y: y, width: area.width, height: 1), on: &frame, theme: theme)
    frame.clipped(to: area) { $0.put(line(chosen ?? current, theme), x: area.x, y: y + 1) }
  }

  /// Those that have room, in their order: what each step adds before the norms, the growing sum, an LSTM's cell.
  private func fitting(_ plots: [TimeBars], _ height: Int) -> [TimeBars] {
    var left = height
    var chosen: Set<Int> = []
    for index in [1, 0] + Array(2..<plots.count) where plots[index].leastHeight <= left {
      chosen.insert(index)
      left -= plots[index].leastHeight
    }
    return chosen.sorted().map { plots[$0] }
  }

  /// The time step whose terms stepping is adding up.
  private func timeStep(ofTerm count: Int) -> Int? {
    time.scene.snapshot.explanation?.groups.first { $0.terms.contains(count - 1) }?.timeStep
  }

  // MARK: The plots

  private func plots(_ axis: TimeAxis, _ chosen: Int?) -> [TimeBars] {
    var norms = bands.map { normBars($0, axis, chosen) }
    // The layer is named in the panel's title; with it the rest would be cut.
    let matrix = SlotText.shortName(time.layer.recurrentWeight, time.program)
    let parts = TimeBars(
      title: weight.map {
        time.text(
          "∂\(SlotText.shortName($0, time.program)): what each time step adds",
          zh: "∂\(SlotText.shortName($0, time.program))：每个时间步贡献多少")
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
    var line = StyledText(
      contributions.isWhole
        ? time.text("all \(of) steps", zh: "全部 \(of) 步") : time.text("\(count) of \(of) steps", zh: "\(count)/\(of) 步"),
      theme.accent)
    if weight != nil { line.append(": Σ = \(time.scene.number(contributions.total))", theme.accent) }
    guard let chosen else { return line }
    if !contributions.reached.contains(chosen) {
      line.append(time.text(" · step \(chosen): gradient cut", zh: " · 时间步 \(chosen)：梯度被截断"), theme.text)
    } else if let part = contributions.parts[chosen], let share = contributions.share(of: chosen) {
      let percent = NumberFormat(significantDigits: 2, trimsZeros: true).text(share * 100)
      line.append(
        " · \(time.state.text(ScopeText.step(chosen))): \(time.scene.number(part)) (\(percent) %)", theme.text)
    }
    if weight == nil, let norm = bands[0].slots[chosen].flatMap(norm) {
      line.append(" · ‖∂h(\(chosen))‖ = \(time.scene.number(norm))", theme.text)
    }
    return line
  }
}
