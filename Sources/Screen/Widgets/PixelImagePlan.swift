/// How many pixels share a cell of the screen, or how many cells a pixel has.
enum PixelDensity: Hashable {
  /// Two columns of background color.
  case wide
  /// One column of background color, for terminals with colors but without half-blocks.
  case single
  /// Two pixels a cell, one above the other.
  case halves
  /// No colors: room for a bracket, a sign and a digit.
  case signs
  /// No colors: room for a bracket and one sign or shade.
  case shades

  /// What a terminal can show, the largest first.
  static func choices(_ scale: ColorScale, _ theme: Theme) -> [PixelDensity] {
    guard scale.colors == .indexed256 else { return scale.ramp == .diverging ? [.signs, .shades] : [.shades] }
    return theme.capabilities.isUnicode ? [.wide, .halves] : [.wide, .single]
  }

  /// Columns of a pixel.
  var columns: Int {
    switch self {
    case .wide, .shades: 2
    case .single, .halves: 1
    case .signs: 3
    }
  }

  /// Columns of so many pixels: brackets need one more at the end.
  func width(_ pixels: Int) -> Int { pixels * columns + (self == .signs || self == .shades ? 1 : 0) }

  /// The rows of pixels that share a row of the screen. Padding never shares one with the image.
  func groups(rows: Int, padding: Int) -> [Range<Int>] {
    let step = self == .halves ? 2 : 1
    return [-padding..<0, 0..<rows, rows..<rows + padding].flatMap { part in
      stride(from: part.lowerBound, to: part.upperBound, by: step).map { $0..<min($0 + step, part.upperBound) }
    }
  }
}

/// How an image is laid out: its density, and which part is in sight.
struct PixelImagePlan {
  let density: PixelDensity
  let hasMargins: Bool
  let shownGroups: [Range<Int>]
  let shownColumns: Range<Int>
  let hasMoreAbove: Bool
  let hasMoreBelow: Bool
  /// Where the pixels are.
  let area: Rect

  init(_ image: PixelImage, in whole: Rect, _ theme: Theme) {
    hasMargins = image.hasMargins && whole.width > 3 && whole.height > 1
    let room = hasMargins ? whole.inset(left: 1, top: 1) : whole
    let allColumns = image.columns + 2 * image.padding
    let choices = PixelDensity.choices(image.scale, theme)
    let density =
      choices.first {
        $0.width(allColumns) <= room.width
          && $0.groups(rows: image.rows, padding: image.padding).count <= room.height
      } ?? choices.last ?? .wide
    self.density = density
    let groups = density.groups(rows: image.rows, padding: image.padding)
    let row =
      image.cursor?.row ?? image.window.map { ($0.rows.lowerBound + $0.rows.upperBound) / 2 } ?? image.inSight?.row ?? 0
    let column =
      image.cursor?.column ?? image.window.map { ($0.columns.lowerBound + $0.columns.upperBound) / 2 }
      ?? image.inSight?.column ?? 0
    let focus = groups.firstIndex { $0.contains(row) } ?? (row < 0 ? 0 : max(groups.count - 1, 0))
    let shown = Self.part(of: groups.count, room.height, around: focus)
    shownGroups = Array(groups[shown])
    (hasMoreAbove, hasMoreBelow) = (shown.lowerBound > 0, shown.upperBound < groups.count)
    let count = max((room.width - (density.width(1) - density.columns)) / density.columns, min(room.width, 1))
    let columns = Self.part(of: allColumns, count, around: column + image.padding)
    shownColumns = columns.lowerBound - image.padding..<columns.upperBound - image.padding
    area = Rect(
      x: room.x, y: room.y, width: min(density.width(shownColumns.count), room.width), height: shownGroups.count)
  }

  /// `count` of `total`, with `focus` in the middle where possible.
  private static func part(of total: Int, _ count: Int, around focus: Int) -> Range<Int> {
    let count = min(max(count, 0), total)
    let start = min(max(focus - count / 2, 0), total - count)
    return start..<start + count
  }
}
