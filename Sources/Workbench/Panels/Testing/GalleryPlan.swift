import Datasets
import Screen
import TensorMath

/// How many samples there is room for, and how large each is.
struct GalleryPlan {
  /// Larger pictures are averaged down to this in the gallery.
  private static let largest = 16

  enum Kind { case pictures, words, texts }
  /// A text is shown so far.
  static let textLines = 2
  private static let textWidth = 36...60

  let kind: Kind
  let divisor: Int
  /// Of one picture, in cells; nothing for words and texts.
  let picture: Size
  let across: Int
  let down: Int
  private let area: Rect
  private let tileSize: Size

  init(_ data: Dataset, _ kind: Kind, in area: Rect, _ theme: Theme) {
    self.kind = kind
    self.area = area
    let classWidth = data.classNames.map { theme.capabilities.widths.columns(of: $0) }.max() ?? 1
    switch kind {
    case .pictures:
      let (_, height, width) = Picture.sizes(data.exampleShape)
      divisor = Picture.divisor(rows: height, columns: width, largest: Self.largest)
      picture = Picture([], shape: [1, height, width], range: 0...1, theme).averaged(by: divisor).smallestSize(theme)
      // Beside the picture sign, name, bar and number of three classes; a line for the title.
      tileSize = Size(width: picture.width + 1 + min(classWidth, 10) + 14, height: max(picture.height, 3) + 1)
    case .words:
      (divisor, picture) = (1, .zero)
      // The title is the longest line: number, word and class.
      let letters = data.exampleShape.dimensions.first ?? 1
      tileSize = Size(width: min(String(data.count).count + letters + classWidth + 7, 40), height: 4)
    case .texts:
      (divisor, picture) = (1, .zero)
      // Title and text, and as many classes as are shown.
      let across = max((area.width + 1) / (Self.textWidth.lowerBound + 2), 1)
      let width = min((area.width + 1) / across - 2, Self.textWidth.upperBound)
      tileSize = Size(width: max(width, 1), height: 1 + Self.textLines + min(data.classNames.count, 3))
    }
    across = max((area.width + 1) / (tileSize.width + 2), 1)
    down = max((area.height + 1) / (tileSize.height + 1), 1)
  }

  /// The place of the nth tile in sight.
  func tile(_ index: Int) -> Rect {
    Rect(
      x: area.x + index % across * (tileSize.width + 2), y: area.y + index / across * (tileSize.height + 1),
      width: tileSize.width, height: tileSize.height
    ).intersection(area)
  }
}
