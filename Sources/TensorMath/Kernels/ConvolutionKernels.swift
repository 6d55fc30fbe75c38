internal import CKernels

// Shapes: x [batch, in channels, height, width], kernel [out channels, in channels, height, width],
// y and upstream [batch, out channels, places down, places across].

extension Kernels {
  /// As many images as a vector has lanes at most: pieces are whole groups of them.
  private static let imageGroup = 16

  /// Each pixel of y is a weighted sum of the window under it, over all input channels, and a bias for its channel.
  public static func convolution(
    _ x: View, _ kernel: View, bias: View?, stride: Int, padding: Int, into y: MutableView
  ) {
    let window = shape(x, kernel, y.readable, stride, padding)
    shareOut(window.batch, inUnitsOf: imageGroup, work: work(window)) { first, count in
      withScratch(window, images: count) {
        ck_convolution(
          $0, x.base + first * window.inputSize, kernel.base, bias?.base, y.base + first * window.outputSize, $1)
      }
    }
  }

  /// The gradient of the image.
  public static func convolutionInputGradient(
    _ upstream: View, _ kernel: View, stride: Int, padding: Int, into x: MutableView
  ) {
    let window = shape(x.readable, kernel, upstream, stride, padding)
    shareOut(window.batch, inUnitsOf: imageGroup, work: work(window)) { first, count in
      withScratch(window, images: count) {
        ck_convolution_input_gradient(
          $0, upstream.base + first * window.outputSize, kernel.base, x.base + first * window.inputSize, $1)
      }
    }
  }

  /// The gradient of the kernel: what up to four parts of a large batch say, added up. The parts are the same for any
  /// number of threads.
  public static func convolutionKernelGradient(
    _ x: View, _ upstream: View, stride: Int, padding: Int, into kernel: MutableView
  ) {
    let window = shape(x, kernel.readable, upstream, stride, padding)
    func gradient(_ first: Int, _ count: Int, into target: UnsafeMutablePointer<Float>) {
      withScratch(window, images: count) {
        ck_convolution_kernel_gradient(
          $0, x.base + first * window.inputSize, upstream.base + first * window.outputSize, target, $1)
      }
    }
    let groups = (window.batch + imageGroup - 1) / imageGroup
    let parts = work(window) < leastSharedWork ? 1 : min(groups, 4)
    guard parts > 1 else { return gradient(0, window.batch, into: kernel.base) }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: (parts - 1) * kernel.count) { others in
      guard let others = others.baseAddress else { return }
      perform(parts) { part in
        let (first, end) = (part * groups / parts * imageGroup, (part + 1) * groups / parts * imageGroup)
        let target = part == 0 ? kernel.base : others + (part - 1) * kernel.count
        gradient(first, min(end, window.batch) - first, into: target)
      }
      for part in 0..<parts - 1 { ck_add(kernel.base, others + part * kernel.count, kernel.base, kernel.count) }
    }
  }

  /// y [channels] = the sum of each channel of x over images and pixels.
  public static func sumChannels(_ x: View, into y: MutableView) {
    ck_sum_channels(x.base, y.base, x.size(ofAxis: 0), x.size(ofAxis: 1), x.size(ofAxis: 2) * x.size(ofAxis: 3))
  }

  /// Memory for a while: a few images' numbers, at most sixteen images'.
  private static func withScratch(
    _ window: ck_window, images: Int, _ body: (UnsafePointer<ck_window>, UnsafeMutableRawPointer?) -> Void
  ) {
    var window = window
    window.batch = images
    withUnsafePointer(to: window) { window in
      withUnsafeTemporaryAllocation(byteCount: ck_convolution_scratch(window), alignment: 64) {
        body(window, $0.baseAddress)
      }
    }
  }

  private static func work(_ window: ck_window) -> Int {
    let taps = window.in_channels * window.kernel_height * window.kernel_width
    return work(window.batch, window.outputSize, taps)
  }

  private static func shape(_ x: View, _ kernel: View, _ y: View, _ stride: Int, _ padding: Int) -> ck_window {
    ck_window(
      batch: x.size(ofAxis: 0), in_channels: x.size(ofAxis: 1), in_height: x.size(ofAxis: 2),
      in_width: x.size(ofAxis: 3), out_channels: y.size(ofAxis: 1), out_height: y.size(ofAxis: 2),
      out_width: y.size(ofAxis: 3), kernel_height: kernel.size(ofAxis: 2), kernel_width: kernel.size(ofAxis: 3),
      stride: stride, padding: padding)
  }
}

extension ck_window {
  /// Numbers of an image.
  fileprivate var inputSize: Int { in_channels * in_height * in_width }
  fileprivate var outputSize: Int { out_channels * out_height * out_width }
}
