internal import CKernels

// Shapes: x [batch, channels, height, width], y and upstream [batch, channels, places down, places across].

extension Kernels {
  /// The largest number of each window; `winners` says which of the window it was, row by row, the first of equals.
  public static func maximumPool(_ x: View, _ window: Window, into y: MutableView, winners: MutableView) {
    shareOutImages(x, y.readable, window) { ck_maximum_pool($0, x.base + $1, y.base + $2, winners.base + $2) }
  }

  /// The gradient of each window goes to its winner.
  public static func maximumPoolBackward(winners: View, upstream: View, _ window: Window, into x: MutableView) {
    shareOutImages(x.readable, upstream, window) {
      ck_maximum_pool_backward($0, winners.base + $2, upstream.base + $2, x.base + $1)
    }
  }

  /// The mean of each window, where padding counts as 0.
  public static func averagePool(_ x: View, _ window: Window, into y: MutableView) {
    shareOutImages(x, y.readable, window) { ck_average_pool($0, x.base + $1, y.base + $2) }
  }

  /// The gradient of each window is spread evenly over it.
  public static func averagePoolBackward(upstream: View, _ window: Window, into x: MutableView) {
    shareOutImages(x.readable, upstream, window) { ck_average_pool_backward($0, upstream.base + $2, x.base + $1) }
  }

  /// Calls `body` with some of the images, and where they begin in x and in y.
  @inline(__always)
  private static func shareOutImages(
    _ x: View, _ y: View, _ window: Window, _ body: (UnsafePointer<ck_window>, Int, Int) -> Void
  ) {
    let shape = shape(x, y, window)
    shareOut(shape.batch, work: x.count / 4) { first, count in
      var part = shape
      part.batch = count
      let (input, output) = (shape.in_channels * shape.in_height * shape.in_width, y.count / max(shape.batch, 1))
      withUnsafePointer(to: part) { body($0, first * input, first * output) }
    }
  }

  private static func shape(_ x: View, _ y: View, _ window: Window) -> ck_window {
    ck_window(
      batch: x.size(ofAxis: 0), in_channels: x.size(ofAxis: 1), in_height: x.size(ofAxis: 2),
      in_width: x.size(ofAxis: 3), out_channels: y.size(ofAxis: 1), out_height: y.size(ofAxis: 2),
      out_width: y.size(ofAxis: 3), kernel_height: window.height, kernel_width: window.width,
      stride: window.stride, padding: window.padding)
  }
}
