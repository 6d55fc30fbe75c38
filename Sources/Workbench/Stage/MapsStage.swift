import Autodiff
import Screen
import Stepping
import TensorMath

/// Any other instruction on maps, such as a ReLU, loading images, or the update of kernels: the tensors side by side, the
/// same place marked in each, all maps or kernels small below.
struct MapsStage: StagePicture {
  private let scene: StageScene
  private let maps: [MapSlot]

  init?(_ scene: StageScene) {
    maps = scene.slots.all.compactMap { MapSlot($0, scene.snapshot) }
    guard !maps.isEmpty else { return nil }
    self.scene = scene
  }

  private var mode: Heatmap.Mode { scene.state.view.mode }

  func wantedHeight(width: Int) -> Int { layout(scene.state.theme).wantedHeight(mode, scene.state.theme) }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    layout(theme).draw(mode, in: area, on: &frame, theme: theme)
  }

  private func layout(_ theme: Theme) -> PictureLayout {
    let subject = scene.subject
    let program = scene.snapshot.program
    let about = maps.first { $0.slot == subject.slot }
    let place = about?.place(of: subject.cell)
    let choice = scene.state.mapChoice
    var columns: [PictureLayout.Column] = maps.map { maps in
      let isAlike = about.map { program[$0.slot].shape == program[maps.slot].shape } ?? false
      let first = maps.isKernels ? choice.output : choice.sample
      let at = maps.clamped(place ?? MapSlot.Place(sample: first, channel: choice.input))
      let scale = maps.scale(sample: at.sample, theme.capabilities)
      let letter = SlotText.shortName(maps.slot, program)
      var picture = MapPicture(
        titles: scene.titles(maps.slot, letter: letter, at) + [letter], rows: maps.height, columns: maps.width,
        values: maps.map(sample: at.sample, channel: at.channel), scale: scale,
        cursor: isAlike ? place.map(Heatmap.Place.init) : nil)
      picture.isAsked = maps.slot == subject.slot
      let strip =
        maps.isKernels ? nil : MapStrip(channelsOf: maps, sample: at.sample, active: at.channel, scale: scale)
      return .picture(picture, strip: strip)
    }
    let others = others(place?.sample ?? choice.sample, theme)
    if !others.isEmpty { columns.append(.grids([], others)) }
    var lines: [StyledText] = []
    if let question = scene.state.question, let line = scene.fieldLine(of: question, theme) { lines.append(line) }
    if let last = maps.last, let reach = scene.reach(in: last), subject.slot != last.slot, about == nil {
      lines += [scene.reachLine(reach.region, of: last, theme)].compactMap { $0 }
    }
    lines.append(scene.keysLine(theme))
    return PictureLayout(
      columns: columns, lines: lines, wideStrip: kernels(place ?? MapSlot.Place(), theme),
      field: about == nil ? nil : scene.field(of: subject))
  }

  /// All kernels of the layer that is updated: of the tensor that is asked about.
  private func kernels(_ place: MapSlot.Place, _ theme: Theme) -> MapStrip? {
    guard let last = maps.last, last.isKernels else { return nil }
    let shown = maps.first { $0.slot == scene.subject.slot } ?? last
    return MapStrip(kernels: shown, active: shown.clamped(place), scale: shown.scale(sample: 0, theme.capabilities))
  }

  /// Tensors without maps, as one line each: the targets of the sample that is looked at.
  private func others(_ sample: Int, _ theme: Theme) -> [StyledText] {
    scene.slots.all.filter { scene.snapshot.program[$0].shape.rank != 4 }.compactMap { slot in
      let shape = scene.snapshot.program[slot].shape
      guard shape.rank > 0, let values = scene.snapshot.values(of: slot), shape.dimensions[0] > sample else {
        return nil
      }
      let width = shape.count / shape.dimensions[0]
      let numbers = values[sample * width..<(sample + 1) * width].prefix(4).map { scene.number(Double($0)) }
      return StyledText(
        "\(SlotText.shortName(slot, scene.snapshot.program))[\(sample)] = \(numbers.joined(separator: " "))",
        slot == scene.subject.slot ? theme.accent : theme.text)
    }
  }
}
