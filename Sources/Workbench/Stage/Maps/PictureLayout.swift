import Autodiff
import Screen
import Stepping

/// Pictures of maps and columns of small numbers side by side, strips of all maps below them, lines at the bottom.
struct PictureLayout {
  enum Column {
    case picture(MapPicture, strip: MapStrip?)
    /// Small numbers below one another, then lines such as their sum.
    case grids([NumberGrid], [StyledText])
  }

  var columns: [Column]
  /// Below everything: which pixels of the image are behind a number, the keys.
  var lines: [StyledText] = []
  /// Below all pictures instead of below one: all kernels of a layer.
  var wideStrip: MapStrip?
  /// The image with the part that the number depends on, where room is left below the first picture.
  var field: MapPicture?

  private static let spacing = 1

  /// A name, a strip needs at least this.
  private static let leastStrip = 3

  func wantedHeight(_ mode: Heatmap.Mode, _ theme: Theme) -> Int {
    let heights = columns.map { column -> Int in
      switch column {
      case .picture(let picture, let strip): 1 + (picture.sizes(mode, theme).last?.height ?? 1) + (strip == nil ? 0 : 6)
      case .grids(let grids, let lines): grids.reduce(0) { $0 + $1.height() } + lines.count
      }
    }
    return (heights.max() ?? 1) + (wideStrip == nil ? 1 : 4)
  }

  func draw(_ mode: Heatmap.Mode, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard !area.isEmpty else { return }
    let lineCount = min(lines.count, max(area.height - 9, 0))
    let body = area.inset(bottom: lineCount)
    for (index, line) in lines.prefix(lineCount).enumerated() {
      frame.clipped(to: area) { $0.put(line, x: area.x, y: body.bottom + index) }
    }
    let asNumbers = gridsFit(body.width, mode, theme)
    let sizes = pictureSizes(body, asNumbers, mode, theme)
    var x = body.x
    for (index, column) in columns.enumerated() {
      let width = min(sizes[index].width, body.right - x)
      guard width > 0 else { break }
      let place = Rect(x: x, y: body.y, width: width, height: body.height)
      switch column {
      case .picture(let picture, let strip):
        draw(picture, strip, sizes[index], isFirst: index == 0, mode, in: place, on: &frame, theme)
      case .grids(let grids, let lines):
        let isLast = index == columns.count - 1
        let wide = isLast ? Rect(x: x, y: body.y, width: body.right - x, height: body.height) : place
        draw(grids, lines, mode, asNumbers, in: wide, on: &frame, theme)
      }
      x += width + Self.spacing
    }
    let used = zip(columns, sizes).compactMap { column, size -> Int? in
      if case .picture = column { size.height + 1 } else { nil }
    }
    let rest = body.inset(left: 1, top: used.max() ?? 0)
    if let wideStrip, rest.height >= Self.leastStrip { wideStrip.draw(in: rest, on: &frame, theme: theme) }
  }

  private func draw(
    _ picture: MapPicture, _ strip: MapStrip?, _ size: Size, isFirst: Bool, _ mode: Heatmap.Mode, in place: Rect,
    on frame: inout Frame, _ theme: Theme
  ) {
    let height = min(size.height + 1, place.height)
    picture.draw(
      mode, in: Rect(x: place.x, y: place.y, width: place.width, height: height), on: &frame, theme: theme)
    var rest = place.inset(left: 1, top: height)
    if isFirst, let field, rest.height >= 4 {
      let wanted = (field.sizes(.colors, theme).last?.height ?? 0) + 1
      let part = strip == nil ? rest.height : min(wanted, rest.height / 2)
      field.draw(
        .colors, in: Rect(x: place.x, y: place.bottom - part, width: place.width, height: part), on: &frame,
        theme: theme)
      rest = rest.inset(bottom: part)
    }
    if let strip, rest.height >= Self.leastStrip { strip.draw(in: rest, on: &frame, theme: theme) }
  }

  /// As many as fit, then the lines.
  private func draw(
    _ grids: [NumberGrid], _ lines: [StyledText], _ mode: Heatmap.Mode, _ asNumbers: Bool, in place: Rect,
    on frame: inout Frame, _ theme: Theme
  ) {
    frame.clipped(to: place) { frame in
      var y = place.y
      // The last is what the others lead to: the first gives way.
      var shown = grids[...]
      while shown.count > 1, shown.reduce(0, { $0 + $1.height() }) > place.height { shown = shown.dropFirst() }
      for grid in shown {
        let height = min(grid.height(), place.bottom - y)
        grid.draw(
          mode, asNumbers: asNumbers, in: Rect(x: place.x, y: y, width: place.width, height: height), on: &frame,
          theme: theme)
        y += height
      }
      for line in lines where y < place.bottom {
        frame.put(line, x: place.x, y: y)
        y += 1
      }
    }
  }

  private func gridWidth(_ column: Column, asNumbers: Bool) -> Int? {
    guard case .grids(let grids, let lines) = column else { return nil }
    let widest = lines.map { $0.text.count }.max() ?? 0
    let wanted = grids.map { $0.width(asNumbers: asNumbers) }.max() ?? 0
    return max(wanted, min(widest, 22))
  }

  /// Numbers where the pictures have room beside them.
  private func gridsFit(_ width: Int, _ mode: Heatmap.Mode, _ theme: Theme) -> Bool {
    let wanted = columns.map { column -> Int in
      switch column {
      case .picture(let picture, _): picture.sizes(.colors, theme).last?.width ?? 1
      case .grids: gridWidth(column, asNumbers: true) ?? 0
      }
    }
    let least = columns.map { column -> Int in
      if case .picture(let picture, _) = column { return min(picture.sizes(.colors, theme).last?.width ?? 1, 12) }
      return gridWidth(column, asNumbers: true) ?? 0
    }
    let gaps = Self.spacing * max(columns.count - 1, 0)
    return wanted.reduce(gaps, +) <= width || least.reduce(gaps, +) <= width
  }

  /// The largest size of every picture with which all fit; where even the smallest do not fit,
  /// each has its share and is scrolled.
  private func pictureSizes(_ area: Rect, _ asNumbers: Bool, _ mode: Heatmap.Mode, _ theme: Theme) -> [Size] {
    let fixed = columns.map { gridWidth($0, asNumbers: asNumbers) }
    let room = area.width - fixed.compactMap { $0 }.reduce(0, +) - Self.spacing * max(columns.count - 1, 0)
    let choices = columns.map { column -> [Size] in
      guard case .picture(let picture, _) = column else { return [] }
      let sizes = picture.sizes(mode, theme)
      let fitting = sizes.filter { $0.height < area.height }
      return fitting.isEmpty ? Array(sizes.suffix(1)) : fitting
    }
    var picked = choices.map { $0.isEmpty ? 0 : $0.count - 1 }
    func width(_ index: Int, _ choice: Int) -> Int { choices[index].isEmpty ? 0 : choices[index][choice].width }
    func total() -> Int { columns.indices.reduce(0) { $0 + width($1, picked[$1]) } }
    let needed = total()
    if needed <= room {
      // All grow together, so that none is large beside small ones.
      var grew = true
      while grew {
        grew = false
        for index in columns.indices
        where picked[index] > 0 && total() - width(index, picked[index]) + width(index, picked[index] - 1) <= room {
          picked[index] -= 1
          grew = true
        }
      }
    }
    let spare = max(room - total(), 0)
    let pictures = choices.filter { !$0.isEmpty }.count
    return columns.indices.map { index in
      if let width = fixed[index] { return Size(width: width, height: area.height) }
      let size = choices[index][picked[index]]
      guard needed > room else {
        // What is left over is shared for names and strips.
        return Size(width: size.width + spare / max(pictures, 1), height: min(size.height, area.height - 1))
      }
      return Size(
        width: max(size.width * max(room, 1) / max(needed, 1), 1), height: min(size.height, area.height - 1))
    }
  }
}
