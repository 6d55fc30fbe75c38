import Autodiff
import Screen
import Stepping

/// One map with its name: as a picture, or as numbers where the view asks for them or where it is small.
struct MapPicture {
  /// Names from the longest to the shortest; the first that has room is shown.
  let titles: [String]
  let rows: Int
  let columns: Int
  let values: [Float?]
  let scale: ColorScale
  var padding = 0
  /// Places without a number.
  var gaps: Set<Heatmap.Place> = []
  var window: Heatmap.Window?
  var cursor: Heatmap.Place?
  var marks: [Heatmap.Place: Character] = [:]
  /// Whether the number that is asked about stands in it.
  var isAsked = false

  /// Maps up to this size show their numbers when the view is numbers with colors.
  private static let smallest = 4

  private func heatmap(_ mode: Heatmap.Mode, _ theme: Theme) -> Heatmap {
    var map = Heatmap(
      rows: rows, columns: columns, values: values, scale: scale, mode: mode, cursor: cursor, window: window,
      marks: marks, showsLegend: false,
      format: NumberFormat(significantDigits: mode == .both ? 2 : 3, glyphs: theme.capabilities.glyphs))
    map.keepsMarkRoom = true
    map.padding = gaps
    return map
  }

  private var image: PixelImage {
    var image = PixelImage(
      rows: rows, columns: columns, values: values, scale: scale, padding: padding, window: window, cursor: cursor,
      marks: marks)
    image.gaps = gaps
    return image
  }

  private var isSmall: Bool { rows <= Self.smallest && columns <= Self.smallest && padding == 0 }

  private static func showsNumbers(_ mode: Heatmap.Mode) -> Bool { mode == .numbers || mode == .signAndDigit }

  private func numbersSize(_ mode: Heatmap.Mode) -> Size {
    Size(width: columns * (mode == .signAndDigit ? 3 : mode == .numbers ? 7 : 6) + 1, height: rows + 1)
  }

  /// The sizes it can be drawn in without its title, the largest first.
  func sizes(_ mode: Heatmap.Mode, _ theme: Theme) -> [Size] {
    if Self.showsNumbers(mode) { return [numbersSize(mode)] }
    return (mode == .both && isSmall ? [numbersSize(mode)] : []) + image.sizes(theme)
  }

  func draw(_ mode: Heatmap.Mode, in area: Rect, on frame: inout Frame, theme: Theme) {
    let title = titles.first { frame.widths.columns(of: $0) <= area.width } ?? titles.last ?? ""
    frame.put(title, in: area, style: isAsked ? theme.accent : theme.title)
    let body = area.inset(top: 1)
    if Self.showsNumbers(mode) || (mode == .both && isSmall && body.size.holds(numbersSize(mode))) {
      heatmap(mode, theme).draw(in: body, on: &frame, theme: theme)
    } else {
      image.draw(in: body, on: &frame, theme: theme)
    }
  }
}
