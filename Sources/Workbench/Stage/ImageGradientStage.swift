import Autodiff
import Screen
import Stepping
import TensorMath

/// The gradient of a convolution's input: every window that covered a pixel hands it back what arrives there, through the
/// weight that lay on it. Seen from the pixel, the kernel runs over ∂y turned by half a circle.
struct ImageGradientStage: StagePicture {
  private let scene: StageScene
  private let window: Window
  private let arriving: MapSlot
  private let kernel: MapSlot
  private let gradient: MapSlot

  init?(_ scene: StageScene) {
    guard let node = scene.backwardNode, let operation = node.operation as? Convolution,
      let kernel = MapSlot(node.inputs[1], scene.snapshot),
      let arriving = MapSlot(scene.instruction.reads[0], scene.snapshot),
      let written = scene.written(for: node.inputs[0]),
      let gradient = MapSlot(written, scene.snapshot)
    else { return nil }
    self.scene = scene
    (self.arriving, self.kernel, self.gradient) = (arriving, kernel, gradient)
    window = operation.window(height: kernel.height, width: kernel.width)
  }

  /// A place of the window that covers the pixel, with the tap that lies on it.
  private struct Cover {
    let output: Int
    let row: Int
    let column: Int
    let p: Int
    let q: Int
  }

  private var mode: Heatmap.Mode { scene.state.view.mode }

  func wantedHeight(width: Int) -> Int { layout(scene.state.theme).wantedHeight(mode, scene.state.theme) }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    layout(theme).draw(mode, in: area, on: &frame, theme: theme)
  }

  private func layout(_ theme: Theme) -> PictureLayout {
    let subject = scene.subject.slot == gradient.slot ? scene.subject : scene.home
    let isHome = subject.slot == gradient.slot
    let choice = scene.state.mapChoice
    let at =
      isHome
      ? gradient.place(of: subject.cell) : gradient.clamped(MapSlot.Place(sample: choice.sample, channel: choice.input))
    let down = window.covering(pixel: at.row, size: window.height, places: arriving.height)
    let across = window.covering(pixel: at.column, size: window.width, places: arriving.width)
    let covers = (0..<arriving.channels).flatMap { o in
      down.flatMap { i, p in across.map { j, q in Cover(output: o, row: i, column: j, p: p, q: q) } }
    }
    let terms = isHome ? scene.terms(of: subject) : nil
    let current = terms.flatMap { covers[safe: $0 - 1] } ?? scene.pointed.flatMap { cover($0, covers) }
    let output = current?.output ?? min(choice.output, arriving.channels - 1)

    let scale = arriving.scale(sample: at.sample, theme.capabilities)
    let box: Heatmap.Window? =
      down.isEmpty || across.isEmpty
      ? nil
      : Heatmap.Window(
        rows: down[0].place..<down[down.count - 1].place + 1,
        columns: across[0].place..<across[across.count - 1].place + 1)
    var from = MapPicture(
      titles: scene.titles(arriving.slot, letter: "∂y", MapSlot.Place(sample: at.sample, channel: output)),
      rows: arriving.height, columns: arriving.width, values: arriving.map(sample: at.sample, channel: output),
      scale: scale, window: box)
    if let current { from.marks[Heatmap.Place(row: current.row, column: current.column)] = "*" }
    from.isAsked = scene.subject.slot == arriving.slot
    var to = MapPicture(
      titles: scene.titles(gradient.slot, letter: "∂x", at), rows: gradient.height, columns: gradient.width,
      values: gradient.map(sample: at.sample, channel: at.channel),
      scale: gradient.scale(sample: at.sample, theme.capabilities), cursor: Heatmap.Place(at))
    to.isAsked = isHome
    return PictureLayout(
      columns: [
        .picture(
          from,
          strip: MapStrip(channelsOf: arriving, sample: at.sample, active: output, scale: scale, window: box)),
        .grids(
          grids(at, output, down, across, current, terms.map { Array(covers.prefix($0)) }),
          sums(at, covers, terms, output, theme)),
        .picture(
          to,
          strip: MapStrip(
            channelsOf: gradient, sample: at.sample, active: at.channel,
            scale: gradient.scale(sample: at.sample, theme.capabilities))),
      ],
      lines: [
        StyledText(
          scene.state.text(
            BilingualText(
              "\(down.count * across.count) windows cover the pixel: taps run backwards.",
              zh: "有 \(down.count * across.count) 个窗口盖住这个像素：权重倒着排。")), theme.muted),
        scene.keysLine(theme),
      ])
  }

  private func cover(_ operand: CellAddress, _ covers: [Cover]) -> Cover? {
    if operand.slot == arriving.slot {
      let at = arriving.place(of: operand.cell)
      return covers.first { $0.output == at.channel && $0.row == at.row && $0.column == at.column }
    }
    guard operand.slot == kernel.slot else { return nil }
    let at = kernel.place(of: operand.cell)
    return covers.first { $0.output == at.sample && $0.p == at.row && $0.q == at.column }
  }

  /// ∂y in the windows, the kernel's taps in the same order, their products.
  private func grids(
    _ at: MapSlot.Place, _ output: Int, _ down: [(place: Int, tap: Int)], _ across: [(place: Int, tap: Int)],
    _ current: Cover?, _ added: [Cover]?
  ) -> [NumberGrid] {
    var (gradients, weights, products): ([Float?], [Float?], [Float?]) = ([], [], [])
    var cursor: Heatmap.Place?
    for (row, i) in down.enumerated() {
      for (column, j) in across.enumerated() {
        let dy = arriving.value(MapSlot.Place(sample: at.sample, channel: output, row: i.place, column: j.place))
        let weight = kernel.value(MapSlot.Place(sample: output, channel: at.channel, row: i.tap, column: j.tap))
        let isAdded =
          added?.contains { $0.output == output && $0.row == i.place && $0.column == j.place } ?? true
        gradients.append(dy)
        weights.append(weight)
        products.append(isAdded ? dy.flatMap { dy in weight.map { $0 * dy } } : nil)
        if let current, current.row == i.place, current.column == j.place {
          cursor = Heatmap.Place(row: row, column: column)
        }
      }
    }
    let capabilities = scene.state.capabilities
    let flipped = scene.state.text(BilingualText("flipped", zh: "翻转"))
    return [
      NumberGrid(
        title: "∂y", rows: down.count, columns: across.count, values: gradients, cursor: cursor,
        scale: arriving.scale(sample: at.sample, capabilities)),
      NumberGrid(
        title: "K[\(output),\(at.channel)] \(flipped)",
        rows: down.count, columns: across.count, values: weights, cursor: cursor,
        scale: kernel.scale(sample: 0, capabilities)),
      NumberGrid(title: "∂y·K", rows: down.count, columns: across.count, values: products, cursor: cursor),
    ]
  }

  private func sums(
    _ at: MapSlot.Place, _ covers: [Cover], _ terms: Int?, _ output: Int, _ theme: Theme
  ) -> [StyledText] {
    var (own, others) = (0.0, 0.0)
    for cover in covers.prefix(terms ?? covers.count) {
      guard
        let dy = arriving.value(
          MapSlot.Place(sample: at.sample, channel: cover.output, row: cover.row, column: cover.column)),
        let weight = kernel.value(
          MapSlot.Place(sample: cover.output, channel: at.channel, row: cover.p, column: cover.q))
      else { return [] }
      let product = Double(dy) * Double(weight)
      if cover.output == output { own += product } else { others += product }
    }
    var lines = [StyledText("Σ ∂y·K  \(scene.number(own))", theme.text)]
    if arriving.channels > 1 {
      let text = BilingualText("others", zh: "其他图")
      lines.append(StyledText("+ \(scene.state.text(text)) \(scene.number(others))", theme.text))
    }
    let soFar = terms == nil ? "" : scene.state.text(BilingualText(" so far", zh: " 目前"))
    lines.append(StyledText("= \(scene.number(own + others))\(soFar)", theme.accent))
    return lines
  }
}
