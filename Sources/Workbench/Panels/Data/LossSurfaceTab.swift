import Autodiff
import Screen
import Stepping

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The loss across two numbers of the network, as a map: bands of equal height, the way the run has come, and an arrow
/// downhill from where it is. Arrows choose the two numbers, page keys zoom, Enter takes the number under the stage's
/// cursor.
enum LossSurfaceTab {
  private static let columns = 40
  private static let rows = 24
  private static let bands = 8

  static func request(_ state: WorkbenchState) -> LossSurfaceRequest? {
    guard let snapshot = state.snapshot, let (horizontal, vertical) = axes(state, snapshot.program) else { return nil }
    return LossSurfaceRequest(
      columns: columns, rows: rows, horizontal: horizontal, vertical: vertical, zoom: state.dataChoices.zoom)
  }

  private static func axes(_ state: WorkbenchState, _ program: Program) -> (CellAddress, CellAddress)? {
    let numbers = LearnedNumbers(program)
    guard let horizontal = numbers[state.dataChoices.horizontal ?? 0],
      let vertical = numbers[state.dataChoices.vertical ?? 1]
    else { return nil }
    return (horizontal, vertical)
  }

  // MARK: Keys

  static func move(_ movement: Movement, _ state: inout WorkbenchState) -> Bool {
    guard let program = state.snapshot?.program else { return false }
    let numbers = LearnedNumbers(program)
    guard numbers.count > 0 else { return false }
    switch movement {
    case .left, .right:
      let now = state.dataChoices.horizontal ?? 0
      state.dataChoices.horizontal = numbers.wrapped(now + (movement == .right ? 1 : -1))
    case .up, .down:
      let now = state.dataChoices.vertical ?? 1
      state.dataChoices.vertical = numbers.wrapped(now + (movement == .up ? 1 : -1))
    case .pageUp: state.dataChoices.zoom = min(state.dataChoices.zoom + 1, 8)
    case .pageDown: state.dataChoices.zoom = max(state.dataChoices.zoom - 1, -4)
    }
    return true
  }

  /// Takes the number under the stage's cursor for the horizontal axis; what was there goes to the vertical one.
  static func takeCursor(_ state: inout WorkbenchState) -> Bool {
    guard let program = state.snapshot?.program, let cursor = state.cursor,
      let place = LearnedNumbers(program).place(of: learned(cursor, program))
    else {
      state.notice = Notice(
        .hint,
        state.text(
          BilingualText(
            "Put the stage's cursor on a weight or a bias, then press Enter here: it becomes an axis.",
            zh: "先把舞台上的光标放到权重或偏置上，再在这里按 Enter：它就成为一条轴。")))
      return true
    }
    state.dataChoices.vertical = state.dataChoices.horizontal ?? 0
    state.dataChoices.horizontal = place
    return true
  }

  /// The parameter behind its gradient, too: in the backward phase the cursor stands there.
  private static func learned(_ address: CellAddress, _ program: Program) -> CellAddress {
    guard program.slots.indices.contains(address.slot.index), case .gradient(let value) = program[address.slot].role
    else { return address }
    return CellAddress(value, cell: address.cell)
  }

  // MARK: Picture

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    guard let snapshot = state.snapshot, let surface = snapshot.lossSurface,
      snapshot.program.slots.indices.contains(surface.request.horizontal.slot.index),
      snapshot.program.slots.indices.contains(surface.request.vertical.slot.index)
    else {
      let wait = BilingualText("The loss surface is being computed.", zh: "正在计算损失曲面。")
      frame.put(state.text(wait), in: area, style: theme.muted)
      return
    }
    let levels = Levels(surface.losses, count: bands)
    let lines = legend(surface, state, theme)
    let wrapped = Paragraph(lines).laidOut(width: area.width, widths: frame.widths)
    let legendRows = area.height >= 14 ? min(wrapped.count, 4) : area.height >= 8 ? 1 : 0
    Paragraph(Array(wrapped.prefix(legendRows)), isWrapped: false).draw(in: area, on: &frame, theme: theme)
    let hasScale = area.height >= 12
    let map = area.inset(top: legendRows, bottom: hasScale ? 1 : 0)
    ScatterSurface(
      field: ScatterSurface.Field(
        rows: surface.request.rows, columns: surface.request.columns, values: surface.losses.map(levels.place)),
      meaning: .numbers(.sequential(high: Double(bands), theme.capabilities)),
      path: (surface.path + [surface.here]).map { PlotSample(x: Double($0.x), y: Double($0.y)) },
      arrow: ScatterSurface.Arrow(dx: -Double(surface.gradient.x), dy: -Double(surface.gradient.y)),
      xRange: Double(surface.horizontalRange.lowerBound)...Double(surface.horizontalRange.upperBound),
      yRange: Double(surface.verticalRange.lowerBound)...Double(surface.verticalRange.upperBound),
      xTitle: snapshot.program.name(of: surface.request.horizontal),
      yTitle: snapshot.program.name(of: surface.request.vertical)
    ).draw(in: map, on: &frame, theme: theme)
    if hasScale { drawScale(levels, in: area.row(area.height - 1), on: &frame, theme) }
  }

  private static func legend(_ surface: LossSurface, _ state: WorkbenchState, _ theme: Theme) -> [StyledText] {
    let format = NumberFormat(significantDigits: 4, glyphs: theme.capabilities.glyphs)
    let here = theme.signs.pointMark(0)
    let gradient = "(\(format.text(surface.gradient.x)), \(format.text(surface.gradient.y)))"
    let samples =
      surface.sampleCount == surface.trainingCount
      ? BilingualText(
        "mean over all \(surface.trainingCount) training samples", zh: "全部 \(surface.trainingCount) 个训练样本的平均")
      : BilingualText(
        "mean over \(surface.sampleCount) of \(surface.trainingCount) training samples",
        zh: "\(surface.trainingCount) 个训练样本中 \(surface.sampleCount) 个的平均")
    let begins =
      surface.pathBegins > 0
      ? BilingualText(", path from iteration \(surface.pathBegins)", zh: "，路径从第 \(surface.pathBegins) 次迭代起")
      : BilingualText("", zh: "")
    let first = BilingualText(
      "\(here) loss \(format.text(surface.loss))  arrow: downhill, against the gradient \(gradient)",
      zh: "\(here) 损失 \(format.text(surface.loss))  箭头：下坡，逆着梯度 \(gradient)")
    let second = BilingualText(
      "\(samples.english)\(begins.english)", zh: "\(samples.chinese)\(begins.chinese)")
    return [StyledText(state.text(first), theme.accent), StyledText(state.text(second), theme.muted)]
  }

  /// Each band's look with the loss at which it begins.
  private static func drawScale(_ levels: Levels, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    let scale = ColorScale.sequential(high: Double(bands), theme.capabilities)
    let labels = labels(levels, theme)
    frame.clipped(to: area) { frame in
      var x = area.x
      for band in 0..<levels.count {
        let value = Double(band) + 0.5
        let label = labels[band]
        guard x + label.count + 3 <= area.right else { break }
        let sign: Character = scale.color(of: value) == nil ? scale.shade(of: value) : " "
        x = frame.put(String(repeating: String(sign), count: 2), x: x, y: area.y, style: scale.style(of: value))
        x = frame.put("\(label) ", x: x, y: area.y, style: theme.muted)
      }
    }
  }

  /// With as many digits as it takes to tell the bands apart.
  private static func labels(_ levels: Levels, _ theme: Theme) -> [String] {
    let tries = (2...5).map { digits in
      let format = NumberFormat(significantDigits: digits, trimsZeros: true, glyphs: theme.capabilities.glyphs)
      return (0..<levels.count).map { format.text(levels.start(of: $0)) }
    }
    return tries.first { Set($0).count == $0.count } ?? tries[tries.count - 1]
  }

  /// Heights between which the map changes its shade: equal steps of the logarithm where all losses are positive, so
  /// that the bottom of a valley shows as well as its walls; else equal steps.
  struct Levels {
    private let low: Double
    private let high: Double
    private let isLogarithmic: Bool
    let count: Int

    init(_ losses: [Float], count: Int) {
      let finite = losses.filter(\.isFinite).map(Double.init)
      let (least, most) = (finite.min() ?? 0, finite.max() ?? 1)
      isLogarithmic = least > 0 && most > least * 4
      low = isLogarithmic ? log(least) : least
      high = isLogarithmic ? log(most) : max(most, least + 1e-30)
      self.count = count
    }

    /// The middle of the band that a loss falls in; what is no number stays none.
    func place(_ loss: Float) -> Float {
      guard loss.isFinite else { return loss }
      let value = isLogarithmic ? log(max(Double(loss), .leastNormalMagnitude)) : Double(loss)
      let band = ((value - low) / (high - low) * Double(count)).rounded(.down)
      return Float(min(max(band, 0), Double(count - 1)) + 0.5)
    }

    func start(of band: Int) -> Double {
      let value = low + (high - low) * Double(band) / Double(count)
      return isLogarithmic ? exp(value) : value
    }
  }
}
