import Autodiff
import Screen
import Stepping
import TensorMath

/// The gradient of one weight of a kernel: the same window runs over the image and over ∂y; what the weight saw at each
/// place, times what arrives there, is added up over the places and the images. The gradient of a bias: ∂y added up.
struct KernelGradientStage: StagePicture {
  private let scene: StageScene
  private let window: Window
  private let x: MapSlot
  private let arriving: MapSlot
  private let kernel: MapSlot
  private let gradient: MapSlot
  private let biasGradient: SlotID?
  /// Whether a bias is asked about.
  private let isBias: Bool

  init?(_ scene: StageScene) {
    guard let node = scene.backwardNode, let operation = node.operation as? Convolution,
      let x = MapSlot(node.inputs[0], scene.snapshot), let kernel = MapSlot(node.inputs[1], scene.snapshot),
      let arriving = MapSlot(scene.instruction.reads[0], scene.snapshot),
      let written = scene.written(for: node.inputs[1]),
      let gradient = MapSlot(written, scene.snapshot)
    else { return nil }
    biasGradient = scene.written(for: node.inputs[2])
    let about = scene.subject.slot
    isBias = about == biasGradient
    // The gradient of the image has a picture of its own.
    let isImage = scene.written(for: node.inputs[0]).map { about == $0 || about == x.slot } ?? false
    guard isBias || about == written || about == kernel.slot || !isImage else { return nil }
    self.scene = scene
    (self.x, self.arriving, self.kernel, self.gradient) = (x, arriving, kernel, gradient)
    window = operation.window(height: kernel.height, width: kernel.width)
  }

  private var mode: Heatmap.Mode { scene.state.view.mode }

  func wantedHeight(width: Int) -> Int { layout(scene.state.theme).wantedHeight(mode, scene.state.theme) }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    layout(theme).draw(mode, in: area, on: &frame, theme: theme)
  }

  /// The weight that is asked about.
  private var weight: MapSlot.Place {
    for address in [scene.subject, scene.home] where address.slot == gradient.slot || address.slot == kernel.slot {
      return gradient.place(of: address.cell)
    }
    let choice = scene.state.mapChoice
    return gradient.clamped(MapSlot.Place(sample: isBias ? biasIndex : choice.output, channel: choice.input))
  }

  private var biasIndex: Int {
    for address in [scene.subject, scene.home] where address.slot == biasGradient { return address.cell }
    return 0
  }

  /// Where the window is, seen from term-by-term stepping or from the why panel: an image and a place.
  private func current(_ weight: MapSlot.Place) -> MapSlot.Place? {
    if let terms = scene.terms(of: scene.subject) { return place(ofTerm: terms - 1, weight) }
    guard let pointed = scene.pointed else { return nil }
    if pointed.slot == arriving.slot { return arriving.place(of: pointed.cell) }
    guard pointed.slot == x.slot else { return nil }
    let pixel = x.place(of: pointed.cell)
    let row = window.covering(pixel: pixel.row, size: window.height, places: arriving.height)
      .first { $0.tap == weight.row }
    let column = window.covering(pixel: pixel.column, size: window.width, places: arriving.width)
      .first { $0.tap == weight.column }
    guard let row, let column else { return nil }
    return MapSlot.Place(sample: pixel.sample, channel: weight.sample, row: row.place, column: column.place)
  }

  /// The places at which a tap lies on the image, along one axis.
  private func places(_ tap: Int, _ count: Int, _ pixels: Int) -> [Int] {
    (0..<count).filter { (0..<pixels).contains(window.pixel(place: $0, tap: tap)) }
  }

  private func rows(_ weight: MapSlot.Place) -> [Int] {
    isBias ? Array(0..<arriving.height) : places(weight.row, arriving.height, x.height)
  }
  private func columns(_ weight: MapSlot.Place) -> [Int] {
    isBias ? Array(0..<arriving.width) : places(weight.column, arriving.width, x.width)
  }

  private func place(ofTerm index: Int, _ weight: MapSlot.Place) -> MapSlot.Place? {
    let (rows, columns) = (rows(weight), columns(weight))
    let area = rows.count * columns.count
    guard area > 0, index >= 0, index < area * x.samples else { return nil }
    let rest = index % area
    return MapSlot.Place(
      sample: index / area, channel: weight.sample, row: rows[rest / columns.count],
      column: columns[rest % columns.count])
  }

  /// What the weight saw at a place times what arrives there; for a bias, what arrives.
  private func product(_ place: MapSlot.Place, _ weight: MapSlot.Place) -> Float? {
    guard let dy = arriving.value(place) else { return nil }
    if isBias { return dy }
    let pixel = x.value(
      MapSlot.Place(
        sample: place.sample, channel: weight.channel, row: window.pixel(place: place.row, tap: weight.row),
        column: window.pixel(place: place.column, tap: weight.column)))
    return pixel.map { $0 * dy }
  }

  private func layout(_ theme: Theme) -> PictureLayout {
    let weight = weight
    let current = current(weight)
    let chosen = scene.state.focus == .why ? WhyPanel.chosenSample(scene.state) : nil
    let sample = current?.sample ?? min(chosen ?? scene.state.mapChoice.sample, x.samples - 1)
    let terms = scene.terms(of: scene.subject)
    var columns: [PictureLayout.Column] = []
    if !isBias { columns.append(.picture(image(sample, weight, current, theme), strip: nil)) }
    var dy = MapPicture(
      titles: scene.titles(arriving.slot, letter: "∂y", MapSlot.Place(sample: sample, channel: weight.sample)),
      rows: arriving.height, columns: arriving.width, values: arriving.map(sample: sample, channel: weight.sample),
      scale: arriving.scale(sample: sample, theme.capabilities))
    dy.isAsked = scene.subject.slot == arriving.slot
    if let current { dy.cursor = Heatmap.Place(current) }
    columns.append(
      .picture(
        dy,
        strip: isBias
          ? MapStrip(
            channelsOf: arriving, sample: sample, active: weight.sample,
            scale: arriving.scale(sample: sample, theme.capabilities)) : nil))
    if !isBias {
      var all = MapStrip(kernels: gradient, active: weight, scale: gradient.scale(sample: 0, theme.capabilities))
      all?.title = scene.state.text(BilingualText("∂K, all", zh: "全部 ∂K"))
      columns.append(.picture(products(sample, weight, current, terms, theme), strip: all))
    }
    columns.append(.grids(isBias ? [] : [grid(weight)], sums(sample, weight, current, terms, theme)))
    var lines: [StyledText] = []
    if !isBias {
      let tap = "(\(weight.row), \(weight.column))"
      lines.append(
        StyledText(
          scene.state.text(
            BilingualText(
              "Tap \(tap) at every place: x under it · ∂y there.",
              zh: "窗口的权重 \(tap) 走过每个位置：它下面的 x · 该处的 ∂y。")), theme.muted))
    }
    lines.append(scene.keysLine(theme))
    return PictureLayout(columns: columns, lines: lines)
  }

  /// The image, with all that the weight sees lit.
  private func image(
    _ sample: Int, _ weight: MapSlot.Place, _ current: MapSlot.Place?, _ theme: Theme
  ) -> MapPicture {
    func seen(_ tap: Int, _ places: Int) -> Range<Int> {
      window.pixel(place: 0, tap: tap)..<window.pixel(place: places - 1, tap: tap) + 1
    }
    var picture = MapPicture(
      titles: scene.titles(x.slot, letter: "x", MapSlot.Place(sample: sample, channel: weight.channel)),
      rows: x.height, columns: x.width, values: x.map(sample: sample, channel: weight.channel),
      scale: x.scale(sample: sample, theme.capabilities), padding: window.padding)
    if let current {
      // The window at its place, with the tap in it.
      let (top, left) = (window.pixel(place: current.row, tap: 0), window.pixel(place: current.column, tap: 0))
      picture.window = Heatmap.Window(rows: top..<top + window.height, columns: left..<left + window.width)
      picture.marks[Heatmap.Place(row: top + weight.row, column: left + weight.column)] = "*"
    } else {
      // Nothing needs to be said where it sees everything.
      let seen = Heatmap.Window(
        rows: seen(weight.row, arriving.height), columns: seen(weight.column, arriving.width))
      if seen.rows != 0..<x.height || seen.columns != 0..<x.width { picture.window = seen }
    }
    picture.isAsked = scene.subject.slot == x.slot
    return picture
  }

  /// The products of one image by place: a picture of what it says about the weight.
  private func products(
    _ sample: Int, _ weight: MapSlot.Place, _ current: MapSlot.Place?, _ terms: Int?, _ theme: Theme
  ) -> MapPicture {
    var values: [Float?] = []
    for row in 0..<arriving.height {
      for column in 0..<arriving.width {
        values.append(
          product(MapSlot.Place(sample: sample, channel: weight.sample, row: row, column: column), weight))
      }
    }
    let scale = ColorScale.diverging(covering: values.compactMap { $0 }, theme.capabilities)
    if terms != nil, let current {
      // What is not added up yet is not there.
      for index in values.indices where index > current.row * arriving.width + current.column { values[index] = nil }
    }
    var picture = MapPicture(
      titles: ["x·∂y [\(sample)]", "x·∂y"], rows: arriving.height, columns: arriving.width, values: values, scale: scale
    )
    let (rows, columns) = (Set(rows(weight)), Set(columns(weight)))
    for row in 0..<arriving.height {
      for column in 0..<arriving.width where !rows.contains(row) || !columns.contains(column) {
        picture.gaps.insert(Heatmap.Place(row: row, column: column))
      }
    }
    if let current { picture.cursor = Heatmap.Place(current) }
    return picture
  }

  /// The gradient of the whole kernel, as far as it is shown, with the weight that is asked about.
  private func grid(_ weight: MapSlot.Place) -> NumberGrid {
    NumberGrid(
      title: "∂K[\(weight.sample),\(weight.channel)]", rows: gradient.height, columns: gradient.width,
      values: gradient.map(sample: weight.sample, channel: weight.channel), cursor: Heatmap.Place(weight),
      scale: gradient.scale(sample: 0, scene.state.capabilities))
  }

  /// What every image adds, the one in sight marked, and the whole sum.
  private func sums(
    _ sample: Int, _ weight: MapSlot.Place, _ current: MapSlot.Place?, _ terms: Int?, _ theme: Theme
  ) -> [StyledText] {
    let (rows, columns) = (rows(weight), columns(weight))
    var left = terms ?? Int.max
    var parts: [Double?] = []
    var total = 0.0
    for n in 0..<x.samples {
      guard left > 0 else {
        parts.append(nil)
        continue
      }
      var part = 0.0
      for row in rows {
        for column in columns where left > 0 {
          guard
            let product = product(
              MapSlot.Place(sample: n, channel: weight.sample, row: row, column: column), weight)
          else { return [] }
          part += Double(product)
          left -= 1
        }
      }
      parts.append(part)
      total += part
    }
    let soFar = terms == nil ? "" : scene.state.text(BilingualText(" so far", zh: " 目前"))
    var lines = [StyledText("Σ = \(scene.number(total))\(soFar)", theme.accent)]
    let title = BilingualText("by image", zh: "按图像")
    lines.append(StyledText("\(scene.state.text(title)) (\(rows.count * columns.count))", theme.muted))
    let first = max(min(sample - 1, x.samples - 4), 0)
    for n in first..<x.samples {
      let mark = n == sample ? theme.signs.rowMark : " "
      let text = parts[n].map { scene.number($0) } ?? String(theme.signs.notYet)
      let gap = String(repeating: " ", count: n < 10 ? 2 : 1)
      lines.append(StyledText("\(mark)\(n)\(gap)\(text)", n == sample ? theme.accent : theme.text))
    }
    return lines
  }
}
