import Autodiff
import Screen
import Stepping
import TensorMath

/// Maps put in a row, and gradients put back: which place of which map a number of the row belongs to.
struct FlattenStage: StagePicture {
  private let scene: StageScene
  private let maps: MapSlot
  /// The row: the result forwards, the gradient that arrives backwards.
  private let row: SlotID

  init?(_ scene: StageScene) {
    if let node = scene.forwardNode, node.operation is Flatten, let maps = MapSlot(node.inputs[0], scene.snapshot) {
      (self.maps, row) = (maps, node.output)
    } else if let node = scene.backwardNode, node.operation is Flatten,
      let written = scene.written(for: node.inputs[0]),
      let maps = MapSlot(written, scene.snapshot)
    {
      (self.maps, row) = (maps, scene.instruction.reads[0])
    } else {
      return nil
    }
    self.scene = scene
  }

  private var mode: Heatmap.Mode { scene.state.view.mode }

  func wantedHeight(width: Int) -> Int { layout(scene.state.theme).wantedHeight(mode, scene.state.theme) }

  /// Both have their numbers in the same order, so that a cell is the same cell in both.
  private var cell: Int {
    let subject = [maps.slot, row].contains(scene.subject.slot) ? scene.subject : scene.home
    return min(subject.cell, scene.snapshot.program[maps.slot].shape.count - 1)
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let rowHeight = area.height >= 8 ? 3 : 0
    layout(theme).draw(mode, in: area.inset(bottom: rowHeight), on: &frame, theme: theme)
    if rowHeight > 0 {
      drawRow(in: Rect(x: area.x, y: area.bottom - rowHeight, width: area.width, height: rowHeight), on: &frame, theme)
    }
  }

  private func layout(_ theme: Theme) -> PictureLayout {
    let at = maps.place(of: cell)
    let scale = maps.scale(sample: at.sample, theme.capabilities)
    var picture = MapPicture(
      titles: scene.titles(maps.slot, letter: "x", at), rows: maps.height, columns: maps.width,
      values: maps.map(sample: at.sample, channel: at.channel), scale: scale, cursor: Heatmap.Place(at))
    picture.isAsked = scene.subject.slot == maps.slot
    let length = maps.channels * maps.height * maps.width
    let lines = [
      StyledText("k = \(cell % length)", theme.accent),
      StyledText(scene.state.text(BilingualText("map \(at.channel)", zh: "第 \(at.channel) 张图")), theme.text),
      StyledText(
        scene.state.text(BilingualText("row \(at.row), column \(at.column)", zh: "第 \(at.row) 行，第 \(at.column) 列")),
        theme.text),
      StyledText("k = (\(at.channel)·\(maps.height) + \(at.row))·\(maps.width) + \(at.column)", theme.muted),
    ]
    return PictureLayout(
      columns: [
        .picture(
          picture, strip: MapStrip(channelsOf: maps, sample: at.sample, active: at.channel, scale: scale)),
        .grids([], lines),
      ],
      field: scene.field(of: CellAddress(maps.slot, cell: cell)))
  }

  private func drawRow(in area: Rect, on frame: inout Frame, _ theme: Theme) {
    let length = maps.channels * maps.height * maps.width
    let start = cell / length * length
    let (numbers, shown) = (scene.snapshot.values(of: row) ?? [], scene.snapshot.shownCells(of: row))
    let values = (start..<start + length).map { $0 < shown && $0 < numbers.count ? numbers[$0] : nil }
    frame.put(
      "\(SlotText.name(row, scene.snapshot.program))[\(cell / length)]", in: area,
      style: scene.subject.slot == row ? theme.accent : theme.title)
    var map = Heatmap(
      rows: 1, columns: length, values: values,
      scale: .diverging(covering: values.compactMap { $0 }, theme.capabilities), mode: mode,
      cursor: Heatmap.Place(row: 0, column: cell % length), showsLegend: false,
      format: NumberFormat(glyphs: theme.capabilities.glyphs))
    map.showsMarks = false
    let before = frame.cursor
    map.draw(in: area.inset(top: 1), on: &frame, theme: theme)
    if scene.subject.slot != row { frame.cursor = before }
  }
}
