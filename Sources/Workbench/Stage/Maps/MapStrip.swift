import Autodiff
import Screen
import Stepping

/// All maps of a sample, or all kernels of a layer, as small pictures with their numbers, the one looked at marked. Where
/// they do not fit, each point is the mean of a square of points, and then only some are shown.
struct MapStrip {
  let maps: MapSlot
  /// Which maps, in order.
  let items: [(sample: Int, channel: Int)]
  let active: Int
  let scale: ColorScale
  /// What the maps are, where that is not the picture above.
  var title: String?
  /// Where the window lies on each of them.
  var window: Heatmap.Window?
  /// Places of every map that have no number, such as what attention may not look at.
  var gaps: Set<Heatmap.Place> = []

  /// The channels of one sample; nil where there is only one.
  init?(channelsOf maps: MapSlot, sample: Int, active: Int, scale: ColorScale, window: Heatmap.Window? = nil) {
    guard maps.channels > 1 else { return nil }
    self.init(
      maps: maps, items: (0..<maps.channels).map { (sample, $0) }, active: active, scale: scale, window: window)
  }

  /// Every kernel of a layer, channel by channel; nil where there is only one.
  init?(kernels maps: MapSlot, active: MapSlot.Place, scale: ColorScale) {
    guard maps.samples * maps.channels > 1 else { return nil }
    self.init(
      maps: maps, items: (0..<maps.samples).flatMap { o in (0..<maps.channels).map { (o, $0) } },
      active: active.sample * maps.channels + active.channel, scale: scale, window: nil)
  }

  private init(
    maps: MapSlot, items: [(sample: Int, channel: Int)], active: Int, scale: ColorScale, window: Heatmap.Window?
  ) {
    self.maps = maps
    self.items = items
    self.active = active
    self.scale = scale
    self.window = window
    title = nil
  }

  /// Points to a mean, along each side.
  private static let reductions = [1, 2, 3, 4, 7]

  private struct Plan {
    let reduction: Int
    let size: Size
    let across: Int
    let down: Int
  }

  /// The least reduction at which all fit, else the largest there is.
  private func plan(_ room: Size, _ theme: Theme) -> Plan? {
    var last: Plan?
    for reduction in Self.reductions where reduction == 1 || min(maps.height, maps.width) >= 2 * reduction {
      for size in image(items[0], reduction).sizes(theme) {
        let (across, down) = ((room.width + 1) / (size.width + 1), room.height / (size.height + 1))
        guard across > 0, down > 0 else { continue }
        last = Plan(reduction: reduction, size: size, across: across, down: down)
        if across * down >= items.count { return last }
      }
    }
    return last
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let body = area.inset(top: title == nil ? 0 : 1)
    guard body.height >= 2, let plan = plan(body.size, theme) else { return }
    if let title { frame.put(title, in: area, style: theme.title) }
    frame.clipped(to: body) { draw(plan, in: body, on: &$0, theme) }
  }

  private func draw(_ plan: Plan, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    let room = plan.across * plan.down
    let first = min(max(active - room / 2, 0), max(items.count - room, 0))
    let shown = first..<min(first + room, items.count)
    for (place, index) in shown.enumerated() {
      let x = area.x + place % plan.across * (plan.size.width + 1)
      let y = area.y + place / plan.across * (plan.size.height + 1)
      let label = label(index, theme)
      frame.put(
        label, in: Rect(x: x, y: y, width: max(plan.size.width, 2), height: 1),
        style: index == active ? theme.accent : theme.muted)
      image(items[index], plan.reduction).draw(
        in: Rect(x: x, y: y + 1, width: plan.size.width, height: plan.size.height), on: &frame, theme: theme)
    }
    let columns = min(plan.across, shown.count) * (plan.size.width + 1) - 1
    if shown.upperBound < items.count, columns < area.width {
      frame.put(theme.signs.right, x: area.x + columns, y: area.y, style: theme.muted)
    }
  }

  private func label(_ index: Int, _ theme: Theme) -> String {
    let item = items[index]
    let number = maps.isKernels && maps.channels > 1 ? "\(item.sample),\(item.channel)" : "\(index)"
    return index == active ? "\(theme.signs.rowMark)\(number)" : number
  }

  private func image(_ item: (sample: Int, channel: Int), _ reduction: Int) -> PixelImage {
    let whole = maps.map(sample: item.sample, channel: item.channel)
    guard reduction > 1 else {
      var image = PixelImage(
        rows: maps.height, columns: maps.width, values: whole, scale: scale, window: window, hasMargins: false)
      image.gaps = gaps
      return image
    }
    let (rows, columns) = ((maps.height + reduction - 1) / reduction, (maps.width + reduction - 1) / reduction)
    var values: [Float?] = []
    values.reserveCapacity(rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        var (sum, count, isWhole): (Float, Float, Bool) = (0, 0, true)
        for i in row * reduction..<min((row + 1) * reduction, maps.height) {
          for j in column * reduction..<min((column + 1) * reduction, maps.width) {
            guard let value = whole[i * maps.width + j] else {
              isWhole = false
              continue
            }
            sum += value
            count += 1
          }
        }
        values.append(isWhole ? sum / count : nil)
      }
    }
    func reduced(_ range: Range<Int>) -> Range<Int> {
      let low = max(range.lowerBound, 0) / reduction
      return low..<max((range.upperBound + reduction - 1) / reduction, low)
    }
    var image = PixelImage(
      rows: rows, columns: columns, values: values, scale: scale,
      window: window.map { Heatmap.Window(rows: reduced($0.rows), columns: reduced($0.columns)) }, hasMargins: false)
    image.gaps = reducedGaps(reduction)
    return image
  }

  /// Squares of which every place is a gap.
  private func reducedGaps(_ reduction: Int) -> Set<Heatmap.Place> {
    var counts: [Heatmap.Place: Int] = [:]
    for gap in gaps { counts[Heatmap.Place(row: gap.row / reduction, column: gap.column / reduction), default: 0] += 1 }
    return Set(
      counts.filter { place, count in
        let height = min((place.row + 1) * reduction, maps.height) - place.row * reduction
        let width = min((place.column + 1) * reduction, maps.width) - place.column * reduction
        return count == height * width
      }.keys)
  }
}
