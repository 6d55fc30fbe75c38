import Autodiff
import Screen
import Stepping

/// The maps of every layer for one picture as small multiples: all channels of a layer on one scale, layer under
/// layer.
struct FeatureMapGrid {
  private let layers: [ImageExamination.FeatureMaps]
  private let state: WorkbenchState

  init(_ answer: ImageExamination, _ state: WorkbenchState) {
    layers = answer.maps
    self.state = state
  }

  /// Draws from so many rows down; no further than to where the last row is in sight.
  func draw(in area: Rect, from scroll: Int, on frame: inout Frame, theme: Theme) {
    guard !layers.isEmpty else {
      let text = BilingualText("No layer of this network keeps the picture's rows and columns.", zh: "这个网络没有保留图片行列的层。")
      return Paragraph(state.text(text), style: theme.muted).draw(in: area, on: &frame, theme: theme)
    }
    let heights = layers.map { height(of: $0, across: area.width, theme) }
    let offset = Scroll(total: heights.reduce(0, +), visible: area.height, offset: scroll)
    frame.clipped(to: area) { frame in
      var y = area.y - offset.offset
      for (layer, height) in zip(layers, heights) {
        if y + height > area.y, y < area.bottom {
          draw(layer, in: Rect(x: area.x, y: y, width: area.width - 1, height: height), on: &frame, theme)
        }
        y += height
      }
    }
    ScrollBar(offset).draw(in: area, on: &frame, theme: theme)
  }

  /// Of one map, in cells: small maps are drawn larger.
  private func tile(_ layer: ImageExamination.FeatureMaps, _ theme: Theme) -> Size {
    let (_, rows, columns) = Picture.sizes(layer.shape)
    return Picture(signed: [], rows: rows, columns: columns, limit: 1, theme).view()
      .size(in: Size(width: 8, height: 8), theme: theme)
  }

  private func across(_ layer: ImageExamination.FeatureMaps, _ width: Int, _ theme: Theme) -> Int {
    max(width / (tile(layer, theme).width + 1), 1)
  }

  /// The title, and the rows of maps with a gap behind each.
  private func height(of layer: ImageExamination.FeatureMaps, across width: Int, _ theme: Theme) -> Int {
    let perRow = across(layer, width - 1, theme)
    return 1 + (layer.channels + perRow - 1) / perRow * (tile(layer, theme).height + 1)
  }

  private func draw(_ layer: ImageExamination.FeatureMaps, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    let (_, rows, columns) = Picture.sizes(layer.shape)
    let limit = Double(layer.values.lazy.filter(\.isFinite).map(abs).max() ?? 0)
    let scale = ColorScale.diverging(limit: limit, theme.capabilities)
    let times = theme.signs.times
    var title = StyledText("\(layer.name) ", theme.title)
    title.append(
      state.text(
        BilingualText(
          "\(layer.channels) maps \(rows)\(times)\(columns)  ", zh: "\(layer.channels) 个图 \(rows)\(times)\(columns)  ")),
      theme.muted)
    title = title + ScaleLegend(scale: scale).text(within: 30, theme)
    frame.put(title, x: area.x, y: area.y, base: theme.text)
    let (tile, perRow) = (tile(layer, theme), across(layer, area.width, theme))
    for channel in 0..<layer.channels {
      let place = Rect(
        x: area.x + channel % perRow * (tile.width + 1), y: area.y + 1 + channel / perRow * (tile.height + 1),
        width: tile.width, height: tile.height)
      Picture(signed: layer.map(channel), rows: rows, columns: columns, limit: limit, theme).view()
        .draw(in: place, on: &frame, theme: theme)
    }
  }
}
