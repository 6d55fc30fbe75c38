import Autodiff
import Screen
import Stepping
import TensorMath

/// A pooling backwards: ∂y with the windows that cover the pixel under the cursor, what lay under them with the winners,
/// and ∂x. Through a maximum all of the gradient goes to the winner; through a mean every pixel gets its share.
struct PoolingGradientStage: StagePicture {
  private let scene: StageScene
  private let window: Window
  private let x: MapSlot
  private let arriving: MapSlot
  private let gradient: MapSlot
  private let winners: MapSlot?

  init?(_ scene: StageScene) {
    guard let node = scene.backwardNode, let operation = node.operation as? any PoolingOperation,
      let x = MapSlot(node.inputs[0], scene.snapshot), let written = scene.written(for: node.inputs[0]),
      let gradient = MapSlot(written, scene.snapshot),
      let arriving = MapSlot(scene.instruction.reads[0], scene.snapshot)
    else { return nil }
    self.scene = scene
    (self.x, self.arriving, self.gradient, window) = (x, arriving, gradient, operation.window)
    winners = operation is MaximumPool ? MapSlot(node.outputs[1], scene.snapshot) : nil
  }

  private var mode: Heatmap.Mode { scene.state.view.mode }

  func wantedHeight(width: Int) -> Int { layout(scene.state.theme).wantedHeight(mode, scene.state.theme) }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    layout(theme).draw(mode, in: area, on: &frame, theme: theme)
  }

  private func layout(_ theme: Theme) -> PictureLayout {
    let subject = scene.subject
    // The cursor on ∂y or on the winners shows where that number goes.
    let isWindow = subject.slot == arriving.slot || subject.slot == winners?.slot
    let home = isWindow || subject.slot == gradient.slot || subject.slot == x.slot ? subject : scene.home
    let windows = PooledWindow(window, x, winners)
    let pixel: MapSlot.Place
    var places: [(place: MapSlot.Place, tap: Heatmap.Place)]
    if isWindow {
      let at = arriving.place(of: home.cell)
      let found = windows.winningPixel(at)
      pixel = gradient.clamped(
        MapSlot.Place(
          sample: at.sample, channel: at.channel, row: found?.row ?? window.pixel(place: at.row, tap: 0),
          column: found?.column ?? window.pixel(place: at.column, tap: 0)))
      places = [(at, windows.winner(at) ?? Heatmap.Place(row: 0, column: 0))]
    } else {
      pixel = gradient.place(of: min(home.cell, gradient.cell(MapSlot.Place(sample: gradient.samples, channel: 0)) - 1))
      places = covering(pixel)
    }
    let scale = gradient.scale(sample: pixel.sample, theme.capabilities)
    let arrivingScale = arriving.scale(sample: pixel.sample, theme.capabilities)
    var from = MapPicture(
      titles: scene.titles(arriving.slot, letter: "∂y", pixel), rows: arriving.height, columns: arriving.width,
      values: arriving.map(sample: pixel.sample, channel: pixel.channel), scale: arrivingScale)
    from.window = box(places.map(\.place))
    from.cursor = isWindow ? places.first.map { Heatmap.Place($0.place) } : nil
    from.isAsked = subject.slot == arriving.slot
    var to = MapPicture(
      titles: scene.titles(gradient.slot, letter: "∂x", pixel), rows: gradient.height, columns: gradient.width,
      values: gradient.map(sample: pixel.sample, channel: pixel.channel), scale: scale,
      window: places.first.map { windows.box($0.place) },
      cursor: isWindow && winners == nil ? nil : Heatmap.Place(pixel))
    to.marks = windows.winnerMarks(pixel, arriving) { place in
      windows.winningPixel(place).map {
        gradient.value(
          MapSlot.Place(sample: place.sample, channel: place.channel, row: $0.row, column: $0.column)) != nil
      } ?? false
    }
    to.isAsked = subject.slot == gradient.slot
    let grids = places.prefix(2).map { windows.grid($0.place, "x", isMarked: true) }
    return PictureLayout(
      columns: [
        .picture(
          from,
          strip: MapStrip(
            channelsOf: arriving, sample: pixel.sample, active: pixel.channel, scale: arrivingScale,
            window: from.window)),
        .grids(
          winners == nil ? [] : Array(grids),
          routing(pixel, places, windows, theme)),
        .picture(
          to, strip: MapStrip(channelsOf: gradient, sample: pixel.sample, active: pixel.channel, scale: scale)),
      ], lines: [sentence(theme), scene.keysLine(theme)])
  }

  /// The windows over a pixel, each with the tap that lies on it.
  private func covering(_ pixel: MapSlot.Place) -> [(place: MapSlot.Place, tap: Heatmap.Place)] {
    let down = window.covering(pixel: pixel.row, size: window.height, places: arriving.height)
    let across = window.covering(pixel: pixel.column, size: window.width, places: arriving.width)
    return down.flatMap { i, p in
      across.map { j, q in
        (
          MapSlot.Place(sample: pixel.sample, channel: pixel.channel, row: i, column: j),
          Heatmap.Place(row: p, column: q)
        )
      }
    }
  }

  private func box(_ places: [MapSlot.Place]) -> Heatmap.Window? {
    guard let top = places.map(\.row).min(), let bottom = places.map(\.row).max(),
      let left = places.map(\.column).min(), let right = places.map(\.column).max()
    else { return nil }
    return Heatmap.Window(rows: top..<bottom + 1, columns: left..<right + 1)
  }

  /// What each window hands to the pixel, and their sum.
  private func routing(
    _ pixel: MapSlot.Place, _ places: [(place: MapSlot.Place, tap: Heatmap.Place)], _ windows: PooledWindow,
    _ theme: Theme
  ) -> [StyledText] {
    guard !places.isEmpty else {
      return [
        StyledText(scene.state.text(BilingualText("no window", zh: "没有窗口")), theme.muted),
        StyledText("= 0", theme.accent),
      ]
    }
    var lines: [StyledText] = []
    var sum = 0.0
    let count = window.height * window.width
    for (place, tap) in places {
      guard let dy = arriving.value(place) else { continue }
      let name = "∂y[\(place.row),\(place.column)]"
      if winners == nil {
        sum += Double(dy) / Double(count)
        lines.append(StyledText("\(name) / \(count)", theme.text))
      } else if windows.winner(place) == tap {
        sum += Double(dy)
        lines.append(StyledText("\(name) " + scene.state.text(BilingualText("won", zh: "胜出")), theme.text))
        lines += windows.ties(place, scene.state, theme).dropFirst()
      } else {
        lines.append(StyledText("\(name) " + scene.state.text(BilingualText("lost: 0", zh: "未胜出：0")), theme.muted))
      }
    }
    return lines + [StyledText("= \(scene.number(sum))", theme.accent)]
  }

  private func sentence(_ theme: Theme) -> StyledText {
    let text =
      winners == nil
      ? BilingualText("Every pixel of a window gets an equal share.", zh: "窗口里每个像素分到相同的一份。")
      : BilingualText("All goes to the winner (*); of equals, the first.", zh: "梯度全部传给胜者（*）；相等时最先的胜出。")
    return StyledText(scene.state.text(text), theme.muted)
  }
}
