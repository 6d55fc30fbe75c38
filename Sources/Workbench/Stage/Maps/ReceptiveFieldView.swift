import Autodiff
import Screen
import Stepping
import TensorMath

/// Which part of the image is behind a number, and where on a map a pixel gets to.
extension StageScene {
  /// The slot of the images; nil for a network that has none.
  var images: SlotID? {
    snapshot.program.inputs.first { snapshot.program[$0].shape.rank == 4 }
  }

  /// The image of a number's sample with the part that it depends on.
  func field(of address: CellAddress) -> MapPicture? {
    guard let images, images != address.slot, let maps = MapSlot(images, snapshot),
      let region = snapshot.program.receptiveField(of: address, in: images), !region.isEmpty
    else { return nil }
    let channel = region.channel ?? 0
    let place = MapSlot.Place(sample: region.sample, channel: channel)
    return MapPicture(
      titles: titles(images, letter: "image", place), rows: maps.height, columns: maps.width,
      values: maps.map(sample: region.sample, channel: channel),
      scale: maps.scale(sample: region.sample, state.capabilities), window: Heatmap.Window(region))
  }

  /// `sees features: rows 0–4, columns 1–6`
  func fieldLine(of address: CellAddress, _ theme: Theme) -> StyledText? {
    guard let images, images != address.slot,
      let region = snapshot.program.receptiveField(of: address, in: images),
      let rows = span(region.rows), let columns = span(region.columns)
    else { return nil }
    let name = SlotText.name(images, snapshot.program)
    return StyledText(
      state.text(
        BilingualText(
          "sees \(name): rows \(rows), columns \(columns)", zh: "看到 \(name)：第 \(rows) 行，第 \(columns) 列")),
      theme.text)
  }

  /// Where the pixel that is asked about gets to on a map; nil when something else is asked about.
  func reach(in maps: MapSlot) -> (region: MapRegion, window: Heatmap.Window)? {
    guard let question = state.question, question.slot != maps.slot,
      snapshot.program[question.slot].shape.rank == 4,
      let region = snapshot.program.reach(of: question, in: maps.slot), let window = Heatmap.Window(region)
    else { return nil }
    return (region, window)
  }

  /// `reaches 9 places of every map: rows 2–4, columns 2–4`
  func reachLine(_ region: MapRegion, of maps: MapSlot, _ theme: Theme) -> StyledText? {
    guard let rows = span(region.rows), let columns = span(region.columns) else { return nil }
    let name = SlotText.name(maps.slot, snapshot.program)
    let count = region.rows.count * region.columns.count
    let text =
      region.channel == nil
      ? BilingualText(
        "reaches \(count) cells of each map of \(name): rows \(rows), columns \(columns)",
        zh: "影响 \(name) 每张图的 \(count) 格：第 \(rows) 行，第 \(columns) 列")
      : BilingualText(
        "reaches \(count) cells of its map of \(name): rows \(rows), columns \(columns)",
        zh: "影响 \(name) 同一张图的 \(count) 格：第 \(rows) 行，第 \(columns) 列")
    return StyledText(state.text(text), theme.text)
  }

  private func span(_ indices: [Int]) -> String? {
    guard let first = indices.first, let last = indices.last else { return nil }
    return first == last ? "\(first)" : "\(first)\(state.capabilities.isUnicode ? "–" : "-")\(last)"
  }

  /// How to go from map to map.
  func keysLine(_ theme: Theme) -> StyledText {
    let signs = theme.signs
    return StyledText("PgUp PgDn", theme.key)
      + StyledText(" " + state.text(BilingualText("map", zh: "换图")) + "  ", theme.muted)
      + StyledText("S-\(signs.left) S-\(signs.right)", theme.key)
      + StyledText(" " + state.text(BilingualText("sample", zh: "换样本")) + "  ", theme.muted)
      + StyledText("[ ]", theme.key)
      + StyledText(" " + state.text(BilingualText("tensor", zh: "换张量")), theme.muted)
  }
}
