import Datasets
import Screen
import TensorMath

/// A picture of a data set, or one map of numbers: grays for images, blue and orange for what has a sign.
struct Picture {
  let rows: Int
  let columns: Int
  let values: [Float]
  let scale: ColorScale

  /// A picture as a network sees it, [channels, height, width]; of several channels their mean.
  init(_ pixels: some Collection<Float>, shape: Shape, range: ClosedRange<Float>, _ theme: Theme) {
    let (channels, height, width) = Self.sizes(shape)
    var gray = [Float](repeating: 0, count: height * width)
    for (index, pixel) in pixels.enumerated() where index < channels * height * width {
      gray[index % gray.count] += pixel / Float(channels)
    }
    let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
    rows = height
    columns = width
    scale = .gray(low: low, high: high, theme.capabilities)
    // A ramp has no color for exact zero, which is a number like others here: a little more than nothing has the
    // darkest gray, so that a picture has its edges on every background.
    let dark: Float = theme.capabilities.colors == .indexed256 ? .leastNormalMagnitude : 0
    values = gray.map { $0 == 0 ? dark : $0 }
  }

  /// Numbers with a sign, on one scale with others.
  init(signed values: some Collection<Float>, rows: Int, columns: Int, limit: Double, _ theme: Theme) {
    self.rows = rows
    self.columns = columns
    self.values = Array(values)
    scale = .diverging(limit: limit, theme.capabilities)
  }

  private init(rows: Int, columns: Int, values: [Float], scale: ColorScale) {
    (self.rows, self.columns, self.values, self.scale) = (rows, columns, values, scale)
  }

  /// Channels, height and width; a row of features is a picture one pixel high.
  static func sizes(_ shape: Shape) -> (channels: Int, height: Int, width: Int) {
    let sizes = shape.dimensions
    return sizes.count == 3 ? (sizes[0], sizes[1], sizes[2]) : (1, 1, shape.count)
  }

  /// From the darkest to the brightest pixel of the first samples, which is what a brush may paint.
  static func range(of data: Dataset) -> ClosedRange<Float> {
    guard data.exampleShape.rank == 3, data.count > 0 else { return 0...1 }
    let values = data.inputs.values.prefix(100 * data.featureCount)
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    return low < high ? low...high : low...low + 1
  }

  /// By which whole number a picture has to be divided to be no larger than so many pixels either way.
  static func divisor(rows: Int, columns: Int, largest: Int) -> Int {
    max((max(rows, columns) + largest - 1) / largest, 1)
  }

  /// The same smaller: each block of pixels becomes its mean.
  func averaged(by divisor: Int) -> Picture {
    guard divisor > 1 else { return self }
    let (newRows, newColumns) = ((rows + divisor - 1) / divisor, (columns + divisor - 1) / divisor)
    var means = [Float](repeating: 0, count: newRows * newColumns)
    for row in 0..<newRows {
      for column in 0..<newColumns {
        var (sum, count): (Float, Float) = (0, 0)
        for y in row * divisor..<min((row + 1) * divisor, rows) {
          for x in column * divisor..<min((column + 1) * divisor, columns) {
            sum += values[y * columns + x]
            count += 1
          }
        }
        means[row * newColumns + column] = sum / count
      }
    }
    return Picture(rows: newRows, columns: newColumns, values: means, scale: scale)
  }

  func view(cursor: PixelImage.Place? = nil, hasMargins: Bool = false) -> PixelImage {
    PixelImage(rows: rows, columns: columns, values: values, scale: scale, cursor: cursor, hasMargins: hasMargins)
  }

  /// The smallest that it can be drawn.
  func smallestSize(_ theme: Theme) -> Size { view().size(in: .zero, theme: theme) }
}
