public import TensorMath

/// What the two poolings share: a window slides over each channel by itself, x [batch, channels, height, width]
/// to y [batch, channels, places down, places across].
public protocol PoolingOperation: Operation {
  var window: Window { get }
}

extension PoolingOperation {
  public var inputNames: [String] { ["x"] }

  /// The shape of y.
  func pooledShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 1, inputs[0].rank == 4 else {
      throw ShapeError(name, found: inputs, needed: "batch×channels×height×width")
    }
    guard window.padding * 2 <= min(window.height, window.width) else {
      throw ShapeError(
        name, found: "a padding of \(window.padding) for a window of \(window.height)×\(window.width)",
        needed: "a padding of at most half the window, so that no window is all padding")
    }
    return Shape(Array(inputs[0].dimensions.prefix(2)) + (try window.placesOrError(on: inputs[0], for: name)))
  }

  /// The pixels of x under the window of one cell of y, with their taps row by row.
  func pixels(under cell: Int, of x: View, _ y: View) -> [(tap: Int, pixel: Int)] {
    let (n, c, i, j) = y.indices(of: cell)
    return window.taps(at: i, j, onHeight: x.size(ofAxis: 2), width: x.size(ofAxis: 3)).map {
      ($0.p * window.width + $0.q, x.cell(n, c, $0.row, $0.column))
    }
  }

  /// The cells of y whose window covers a pixel of x, each with the tap that lies on it.
  func windows(over pixel: Int, of x: View, _ y: View) -> [(cell: Int, tap: Int)] {
    let (n, c, row, column) = x.indices(of: pixel)
    let down = window.covering(pixel: row, size: window.height, places: y.size(ofAxis: 2))
    let across = window.covering(pixel: column, size: window.width, places: y.size(ofAxis: 3))
    return down.flatMap { i, p in across.map { j, q in (y.cell(n, c, i, j), p * window.width + q) } }
  }
}
