import Autodiff
import Screen
import Stepping
import TensorMath

/// A convolution forwards: the image with the window at the cell under the cursor, what lies under it, the kernel, the
/// products and their sum, and the map that is made.
struct ConvolutionStage: StagePicture {
  private let scene: StageScene
  private let window: Window
  private let x: MapSlot
  private let kernel: MapSlot
  private let y: MapSlot
  private let bias: SlotID

  init?(_ scene: StageScene) {
    guard let node = scene.forwardNode, let operation = node.operation as? Convolution,
      let x = MapSlot(node.inputs[0], scene.snapshot), let kernel = MapSlot(node.inputs[1], scene.snapshot),
      let y = MapSlot(node.output, scene.snapshot)
    else { return nil }
    self.scene = scene
    (self.x, self.kernel, self.y, bias) = (x, kernel, y, node.inputs[2])
    window = operation.window(height: kernel.height, width: kernel.width)
  }

  /// What is looked at: a place of the window on a map, a pixel, or a weight.
  private struct Focus {
    var sample: Int
    var input: Int
    var output: Int
    /// The place of the window; nil when the cursor is not on the map.
    var place: Heatmap.Place?
    var pixel: Heatmap.Place?
    var tap: Heatmap.Place?
    /// How many products and biases are added up; nil for all.
    var terms: Int?
  }

  private var focus: Focus {
    let choice = scene.state.mapChoice
    var focus = Focus(
      sample: min(choice.sample, x.samples - 1), input: min(choice.input, x.channels - 1),
      output: min(choice.output, y.channels - 1))
    // An operand that has been gone into is shown in the sum that it belongs to.
    let isOperand = !scene.state.questions.isEmpty && scene.home.slot == y.slot && scene.subject.slot != y.slot
    let home = isOperand ? scene.home : scene.subject
    switch home.slot {
    case y.slot:
      let at = y.place(of: home.cell)
      (focus.sample, focus.output, focus.place) = (at.sample, at.channel, Heatmap.Place(at))
      focus.terms = scene.terms(of: home)
      // The tap of the last product added, or of the one that is pointed at.
      let tap = focus.terms.flatMap { taps(at)[safe: $0 - 1] } ?? scene.pointed.flatMap { self.tap(of: $0, at) }
      if let tap {
        focus.input = tap.channel
        focus.tap = Heatmap.Place(row: tap.row, column: tap.column)
      }
    case x.slot:
      let at = x.place(of: home.cell)
      (focus.sample, focus.input, focus.pixel) = (at.sample, at.channel, Heatmap.Place(at))
    case kernel.slot:
      let at = kernel.place(of: home.cell)
      (focus.output, focus.input, focus.tap) = (at.sample, at.channel, Heatmap.Place(at))
    case bias: focus.output = min(home.cell, y.channels - 1)
    default: break
    }
    return focus
  }

  /// The taps that lie on the image when the window is at a place, in the order in which they are added up; `row` and
  /// `column` are the tap's.
  private func taps(_ place: MapSlot.Place) -> [MapSlot.Place] {
    (0..<kernel.channels).flatMap { c in
      (0..<kernel.height).flatMap { p in
        (0..<kernel.width).compactMap { q in
          let (row, column) = (window.pixel(place: place.row, tap: p), window.pixel(place: place.column, tap: q))
          return x.contains(row: row, column: column)
            ? MapSlot.Place(sample: place.channel, channel: c, row: p, column: q) : nil
        }
      }
    }
  }

  /// The tap that an operand of the number at a place belongs to.
  private func tap(of operand: CellAddress, _ place: MapSlot.Place) -> MapSlot.Place? {
    if operand.slot == kernel.slot { return kernel.place(of: operand.cell) }
    guard operand.slot == x.slot else { return nil }
    let pixel = x.place(of: operand.cell)
    let row = pixel.row - window.pixel(place: place.row, tap: 0)
    let column = pixel.column - window.pixel(place: place.column, tap: 0)
    guard kernel.contains(row: row, column: column) else { return nil }
    return MapSlot.Place(sample: place.channel, channel: pixel.channel, row: row, column: column)
  }

  func wantedHeight(width: Int) -> Int { layout(scene.state.theme).wantedHeight(mode, scene.state.theme) }

  private var mode: Heatmap.Mode { scene.state.view.mode }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    layout(theme).draw(mode, in: area, on: &frame, theme: theme)
  }

  private func layout(_ theme: Theme) -> PictureLayout {
    let focus = focus
    let (imagePicture, imageStrip) = image(focus, theme)
    let (mapPicture, mapStrip) = map(focus, theme)
    var lines: [StyledText] = []
    var field: MapPicture?
    if focus.place != nil {
      let home = CellAddress(
        y.slot,
        cell: y.cell(
          MapSlot.Place(
            sample: focus.sample, channel: focus.output, row: focus.place?.row ?? 0, column: focus.place?.column ?? 0)))
      if x.slot != scene.images {
        field = scene.field(of: home)
        lines += [scene.fieldLine(of: home, theme)].compactMap { $0 }
      }
    }
    if let reach = scene.reach(in: y) { lines += [scene.reachLine(reach.region, of: y, theme)].compactMap { $0 } }
    lines.append(scene.keysLine(theme))
    return PictureLayout(
      columns: [
        .picture(imagePicture, strip: imageStrip), .grids(grids(focus), sums(focus, theme)),
        .picture(mapPicture, strip: mapStrip),
      ], lines: lines, field: field)
  }

  private func image(_ focus: Focus, _ theme: Theme) -> (MapPicture, MapStrip?) {
    let scale = x.scale(sample: focus.sample, theme.capabilities)
    let place = MapSlot.Place(sample: focus.sample, channel: focus.input)
    let box = focus.place.map { place in
      let (top, left) = (window.pixel(place: place.row, tap: 0), window.pixel(place: place.column, tap: 0))
      return Heatmap.Window(rows: top..<top + kernel.height, columns: left..<left + kernel.width)
    }
    var picture = MapPicture(
      titles: scene.titles(x.slot, letter: "x", place), rows: x.height, columns: x.width,
      values: x.map(sample: focus.sample, channel: focus.input), scale: scale, padding: window.padding,
      window: box ?? (focus.pixel == nil ? seen(by: focus.tap) : nil), cursor: focus.pixel)
    picture.isAsked = scene.subject.slot == x.slot
    if let place = focus.place, let tap = focus.tap {
      picture.marks[
        Heatmap.Place(
          row: window.pixel(place: place.row, tap: tap.row), column: window.pixel(place: place.column, tap: tap.column))
      ] = "*"
    }
    let strip = MapStrip(
      channelsOf: x, sample: focus.sample, active: focus.input, scale: scale, window: box)
    return (picture, strip)
  }

  /// The pixels that a tap lies on, over all places.
  private func seen(by tap: Heatmap.Place?) -> Heatmap.Window? {
    guard let tap else { return nil }
    let rows = window.pixel(place: 0, tap: tap.row)..<window.pixel(place: y.height - 1, tap: tap.row) + 1
    let columns = window.pixel(place: 0, tap: tap.column)..<window.pixel(place: y.width - 1, tap: tap.column) + 1
    return Heatmap.Window(rows: rows, columns: columns)
  }

  private func map(_ focus: Focus, _ theme: Theme) -> (MapPicture, MapStrip?) {
    let scale = y.scale(sample: focus.sample, theme.capabilities)
    let place = MapSlot.Place(sample: focus.sample, channel: focus.output)
    let reach = scene.reach(in: y)
    var picture = MapPicture(
      titles: scene.titles(y.slot, letter: "y", place), rows: y.height, columns: y.width,
      values: y.map(sample: focus.sample, channel: focus.output), scale: scale, window: reach?.window,
      cursor: focus.place)
    picture.isAsked = scene.subject.slot == y.slot
    return (
      picture,
      MapStrip(
        channelsOf: y, sample: focus.sample, active: focus.output, scale: scale, window: reach?.window)
    )
  }

  /// The window's pixels, the kernel, and their products as far as they are added up.
  private func grids(_ focus: Focus) -> [NumberGrid] {
    let (height, width) = (kernel.height, kernel.width)
    let weights = kernel.map(sample: focus.output, channel: focus.input)
    var grid = NumberGrid(
      title: "K[\(focus.output),\(focus.input)]", rows: height, columns: width, values: weights, cursor: focus.tap,
      scale: kernel.scale(sample: 0, scene.state.capabilities))
    guard let place = focus.place else { return [grid] }
    let added = focus.terms.map { count in
      Set(taps(MapSlot.Place(row: place.row, column: place.column)).prefix(count).filter { $0.channel == focus.input })
    }
    var pixels: [Float?] = []
    var products: [Float?] = []
    var padding: Set<Heatmap.Place> = []
    for p in 0..<height {
      for q in 0..<width {
        let at = MapSlot.Place(
          sample: focus.sample, channel: focus.input, row: window.pixel(place: place.row, tap: p),
          column: window.pixel(place: place.column, tap: q))
        let pixel = x.value(at)
        if !x.contains(row: at.row, column: at.column) { padding.insert(Heatmap.Place(row: p, column: q)) }
        let tap = MapSlot.Place(sample: 0, channel: focus.input, row: p, column: q)
        let isAdded = added?.contains(tap) ?? true
        pixels.append(pixel)
        products.append(isAdded ? pixel.flatMap { pixel in weights[p * width + q].map { $0 * pixel } } : nil)
      }
    }
    let scale = x.scale(sample: focus.sample, scene.state.capabilities)
    let under = NumberGrid(
      title: "x", rows: height, columns: width, values: pixels, cursor: focus.tap, padding: padding, scale: scale)
    grid.padding = []
    let result = NumberGrid(
      title: "x·K", rows: height, columns: width, values: products, cursor: focus.tap, padding: padding)
    return [under, grid, result]
  }

  /// The sum of this channel's products, of the others', the bias, and the whole.
  private func sums(_ focus: Focus, _ theme: Theme) -> [StyledText] {
    guard let place = focus.place, let biases = scene.snapshot.values(of: bias), focus.output < biases.count else {
      return []
    }
    let all = taps(MapSlot.Place(row: place.row, column: place.column))
    let added = all.prefix(focus.terms ?? all.count)
    var (own, others) = (0.0, 0.0)
    for tap in added {
      let pixel = x.value(
        MapSlot.Place(
          sample: focus.sample, channel: tap.channel, row: window.pixel(place: place.row, tap: tap.row),
          column: window.pixel(place: place.column, tap: tap.column)))
      var weight = tap
      weight.sample = focus.output
      guard let pixel, let weight = kernel.value(weight) else { return [] }
      let product = Double(pixel) * Double(weight)
      if tap.channel == focus.input { own += product } else { others += product }
    }
    let isBiasAdded = (focus.terms ?? all.count + 1) > all.count
    let b = Double(biases[focus.output])
    var lines = [StyledText("Σ x·K   \(scene.number(own))", theme.text)]
    if x.channels > 1 {
      let text = BilingualText("others", zh: "其他通道")
      lines.append(StyledText("+ \(scene.state.text(text)) \(scene.number(others))", theme.text))
    }
    lines.append(
      StyledText(
        "+ b     \(isBiasAdded ? scene.number(b) : String(theme.signs.notYet))", isBiasAdded ? theme.text : theme.muted)
    )
    let isWhole = focus.terms == nil
    let sum = own + others + (isBiasAdded ? b : 0)
    let soFar = scene.state.text(BilingualText(" so far", zh: " 目前"))
    lines.append(StyledText("= \(scene.number(sum))\(isWhole ? "" : soFar)", theme.accent))
    return lines
  }
}
