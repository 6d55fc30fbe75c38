import Autodiff
import Screen
import Stepping
import TensorMath

/// A pooling forwards: the window on the map, what lies under it with the winner marked, and the smaller map.
struct PoolingStage: StagePicture {
  private let scene: StageScene
  private let window: Window
  private let x: MapSlot
  private let y: MapSlot
  /// Which pixel of each window has won; nil for means.
  private let winners: MapSlot?

  init?(_ scene: StageScene) {
    guard let node = scene.forwardNode, let operation = node.operation as? any PoolingOperation,
      let x = MapSlot(node.inputs[0], scene.snapshot), let y = MapSlot(node.output, scene.snapshot)
    else { return nil }
    self.scene = scene
    (self.x, self.y, window) = (x, y, operation.window)
    winners = operation is MaximumPool ? MapSlot(node.outputs[1], scene.snapshot) : nil
  }

  private var mode: Heatmap.Mode { scene.state.view.mode }

  func wantedHeight(width: Int) -> Int { layout(scene.state.theme).wantedHeight(mode, scene.state.theme) }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    layout(theme).draw(mode, in: area, on: &frame, theme: theme)
  }

  private func layout(_ theme: Theme) -> PictureLayout {
    let subject = scene.subject
    let isPixel = subject.slot == x.slot && scene.home.slot == x.slot
    let home = isPixel || subject.slot == y.slot || subject.slot == winners?.slot ? subject : scene.home
    let at =
      isPixel ? x.place(of: home.cell) : y.place(of: min(home.cell, y.samples * y.channels * y.height * y.width - 1))
    let scale = x.scale(sample: at.sample, theme.capabilities)
    let windows = PooledWindow(window, x, winners)
    let box = isPixel ? nil : windows.box(at)
    var from = MapPicture(
      titles: scene.titles(x.slot, letter: "x", at), rows: x.height, columns: x.width,
      values: x.map(sample: at.sample, channel: at.channel), scale: scale, padding: window.padding, window: box,
      cursor: isPixel ? Heatmap.Place(at) : nil)
    from.isAsked = subject.slot == x.slot
    from.marks = windows.winnerMarks(at, y, isShown: { y.value($0) != nil })
    let reach = scene.reach(in: y)
    var to = MapPicture(
      titles: scene.titles(y.slot, letter: "y", at), rows: y.height, columns: y.width,
      values: y.map(sample: at.sample, channel: at.channel), scale: y.scale(sample: at.sample, theme.capabilities),
      window: reach?.window, cursor: isPixel ? nil : Heatmap.Place(at))
    to.isAsked = subject.slot == y.slot
    var lines: [StyledText] = []
    if isPixel, let reach {
      lines += [scene.reachLine(reach.region, of: y, theme)].compactMap { $0 }
    } else {
      lines += [scene.fieldLine(of: CellAddress(y.slot, cell: y.cell(at)), theme)].compactMap { $0 }
    }
    lines.append(scene.keysLine(theme))
    return PictureLayout(
      columns: [
        .picture(
          from, strip: MapStrip(channelsOf: x, sample: at.sample, active: at.channel, scale: scale, window: box)),
        .grids(
          isPixel ? [] : [windows.grid(at, "x", isMarked: y.value(at) != nil)],
          isPixel ? [] : result(at, windows, theme)),
        .picture(
          to,
          strip: MapStrip(
            channelsOf: y, sample: at.sample, active: at.channel,
            scale: y.scale(sample: at.sample, theme.capabilities))),
      ], lines: lines,
      field: isPixel ? nil : scene.field(of: CellAddress(y.slot, cell: y.cell(at))))
  }

  /// The maximum or the mean, in words; of equals, why this one.
  private func result(_ at: MapSlot.Place, _ windows: PooledWindow, _ theme: Theme) -> [StyledText] {
    guard let value = y.value(at) else { return [StyledText("\(theme.signs.notYet)", theme.muted)] }
    let text = scene.number(Double(value))
    guard winners != nil else {
      return [StyledText("Σ / \(window.height * window.width) = \(text)", theme.accent)]
    }
    return [StyledText("max = \(text)", theme.accent)] + windows.ties(at, scene.state, theme)
  }
}

/// What pooling's two directions share: a window of a map, and which of its pixels has won.
struct PooledWindow {
  private let window: Window
  private let x: MapSlot
  private let winners: MapSlot?

  init(_ window: Window, _ x: MapSlot, _ winners: MapSlot?) {
    self.window = window
    self.x = x
    self.winners = winners
  }

  /// Where the window at a place of y lies on x.
  func box(_ at: MapSlot.Place) -> Heatmap.Window {
    let (top, left) = (window.pixel(place: at.row, tap: 0), window.pixel(place: at.column, tap: 0))
    return Heatmap.Window(rows: top..<top + window.height, columns: left..<left + window.width)
  }

  /// The winner's row and column in the window.
  func winner(_ at: MapSlot.Place) -> Heatmap.Place? {
    guard let winner = winners?.value(at), winner.isFinite else { return nil }
    let tap = Int(winner)
    return Heatmap.Place(row: tap / window.width, column: tap % window.width)
  }

  /// The pixel that has won a window.
  func winningPixel(_ at: MapSlot.Place) -> Heatmap.Place? {
    winner(at).map {
      Heatmap.Place(
        row: window.pixel(place: at.row, tap: $0.row), column: window.pixel(place: at.column, tap: $0.column))
    }
  }

  /// A `*` on the winners of a map.
  func winnerMarks(
    _ at: MapSlot.Place, _ y: MapSlot, isShown: (MapSlot.Place) -> Bool
  ) -> [Heatmap.Place: Character] {
    var marks: [Heatmap.Place: Character] = [:]
    for row in 0..<y.height {
      for column in 0..<y.width {
        let place = MapSlot.Place(sample: at.sample, channel: at.channel, row: row, column: column)
        guard isShown(place), let pixel = winningPixel(place) else { continue }
        marks[pixel] = "*"
      }
    }
    return marks
  }

  /// The numbers of a window, the winner marked.
  func grid(_ at: MapSlot.Place, _ title: String, isMarked: Bool) -> NumberGrid {
    var values: [Float?] = []
    var padding: Set<Heatmap.Place> = []
    for p in 0..<window.height {
      for q in 0..<window.width {
        let (row, column) = (window.pixel(place: at.row, tap: p), window.pixel(place: at.column, tap: q))
        if !x.contains(row: row, column: column) { padding.insert(Heatmap.Place(row: p, column: q)) }
        values.append(x.value(MapSlot.Place(sample: at.sample, channel: at.channel, row: row, column: column)))
      }
    }
    var grid = NumberGrid(
      title: title, rows: window.height, columns: window.width, values: values, padding: padding)
    if isMarked, let winner = winner(at) {
      grid.marks[winner] = "*"
      grid.cursor = winner
    }
    return grid
  }

  /// Who has won, and why when several are equal.
  func ties(_ at: MapSlot.Place, _ state: WorkbenchState, _ theme: Theme) -> [StyledText] {
    guard let winner = winner(at), let pixel = winningPixel(at),
      let best = x.value(
        MapSlot.Place(sample: at.sample, channel: at.channel, row: pixel.row, column: pixel.column))
    else { return [] }
    var lines = [
      StyledText(
        state.text(
          BilingualText("* row \(winner.row), column \(winner.column)", zh: "* 第 \(winner.row) 行，第 \(winner.column) 列")),
        theme.text)
    ]
    var equals = 0
    let box = box(at)
    for row in box.rows {
      for column in box.columns
      where x.value(MapSlot.Place(sample: at.sample, channel: at.channel, row: row, column: column)) == best {
        equals += 1
      }
    }
    if equals > 1 {
      lines.append(StyledText(state.text(BilingualText("\(equals) are equal:", zh: "有 \(equals) 个相等：")), theme.warning))
      lines.append(StyledText(state.text(BilingualText("the first wins", zh: "最先的胜出")), theme.warning))
    }
    return lines
  }
}
