internal import CKernels

// Shapes: x [batch, in channels, height, width], kernel [out channels, in channels, height, width],
// y and upstream [batch, out channels, places down, places across].

extension Kernels {
  /// Each pixel of y is a weighted sum of the window under it, over all input channels, and a bias for its channel.
  public static func convolution(
    _ x: View, _ kernel: View, bias: View?, stride: Int, padding: Int, into y: MutableView
  ) {
    withScratch(shape(x, kernel, y.readable, stride, padding)) {
      ck_convolution($0, x.base, kernel.base, bias?.base, y.base, $1)
    }
  }

  /// The gradient of the image.
  public static func convolutionInputGradient(
    _ upstream: View, _ kernel: View, stride: Int, padding: Int, into x: MutableView
  ) {
    withScratch(shape(x.readable, kernel, upstream, stride, padding)) {
      ck_convolution_input_gradient($0, upstream.base, kernel.base, x.base, $1)
    }
  }

  /// The gradient of the kernel.
  public static func convolutionKernelGradient(
    _ x: View, _ upstream: View, stride: Int, padding: Int, into kernel: MutableView
  ) {
    withScratch(shape(x, kernel.readable, upstream, stride, padding)) {
      ck_convolution_kernel_gradient($0, x.base, upstream.base, kernel.base, $1)
    }
  }

  /// y [channels] = the sum of each channel of x over images and pixels.
  public static func sumChannels(_ x: View, into y: MutableView) {
    ck_sum_channels(x.base, y.base, x.size(ofAxis: 0), x.size(ofAxis: 1), x.size(ofAxis: 2) * x.size(ofAxis: 3))
  }

  /// Memory for a while: a few images' numbers, at most sixteen images'.
  private static func withScratch(
    _ window: ck_window, _ body: (UnsafePointer<ck_window>, UnsafeMutableRawPointer?) -> Void
  ) {
    withUnsafePointer(to: window) { window in
      withUnsafeTemporaryAllocation(byteCount: ck_convolution_scratch(window), alignment: 64) {
        body(window, $0.baseAddress)
      }
    }
  }

  private static func shape(_ x: View, _ kernel: View, _ y: View, _ stride: Int, _ padding: Int) -> ck_window {
    ck_window(
      batch: x.size(ofAxis: 0), in_channels: x.size(ofAxis: 1), in_height: x.size(ofAxis: 2),
      in_width: x.size(ofAxis: 3), out_channels: y.size(ofAxis: 1), out_height: y.size(ofAxis: 2),
      out_width: y.size(ofAxis: 3), kernel_height: kernel.size(ofAxis: 2), kernel_width: kernel.size(ofAxis: 3),
      stride: stride, padding: padding)
  }
}
