internal import CKernels

// x, y and their gradients are [batch, channels, height, width] or [batch, channels]; what belongs to a channel is
// [channels].

extension Kernels {
  /// The mean of each channel.
  public static func channelMean(_ x: View, into mean: MutableView) {
    withLayout(x, channels: mean.count) { ck_channel_mean($0, x.base, mean.base) }
  }

  public static func channelMeanBackward(upstream: View, into x: MutableView) {
    withLayout(x.readable, channels: upstream.count) { ck_channel_mean_backward($0, upstream.base, x.base) }
  }

  /// The mean of the squared differences from each channel's mean.
  public static func channelVariance(_ x: View, mean: View, into variance: MutableView) {
    withLayout(x, channels: mean.count) { ck_channel_variance($0, x.base, mean.base, variance.base) }
  }

  public static func channelVarianceBackward(_ x: View, mean: View, upstream: View, into gradient: MutableView) {
    withLayout(x, channels: mean.count) {
      ck_channel_variance_backward($0, x.base, mean.base, upstream.base, gradient.base)
    }
  }

  public static func channelVarianceBackwardMean(_ x: View, mean: View, upstream: View, into gradient: MutableView) {
    withLayout(x, channels: mean.count) {
      ck_channel_variance_backward_mean($0, x.base, mean.base, upstream.base, gradient.base)
    }
  }

  /// y = (x − mean) / √(variance + ε)
  public static func normalize(_ x: View, mean: View, variance: View, epsilon: Float, into y: MutableView) {
    withLayout(x, channels: mean.count) { ck_normalize($0, x.base, mean.base, variance.base, epsilon, y.base) }
  }

  public static func normalizeBackward(upstream: View, variance: View, epsilon: Float, into x: MutableView) {
    withLayout(upstream, channels: variance.count) {
      ck_normalize_backward($0, variance.base, epsilon, upstream.base, x.base)
    }
  }

  public static func normalizeBackwardMean(upstream: View, variance: View, epsilon: Float, into mean: MutableView) {
    withLayout(upstream, channels: variance.count) {
      ck_normalize_backward_mean($0, variance.base, epsilon, upstream.base, mean.base)
    }
  }

  public static func normalizeBackwardVariance(
    _ x: View, mean: View, variance: View, epsilon: Float, upstream: View, into gradient: MutableView
  ) {
    withLayout(x, channels: mean.count) {
      ck_normalize_backward_variance($0, x.base, mean.base, variance.base, epsilon, upstream.base, gradient.base)
    }
  }

  /// y = x · scale + shift, by channel.
  public static func scaleAndShift(_ x: View, scale: View, shift: View, into y: MutableView) {
    withLayout(x, channels: scale.count) { ck_scale_shift($0, x.base, scale.base, shift.base, y.base) }
  }

  /// y = x · scale, by channel.
  public static func scaleChannels(_ x: View, by scale: View, into y: MutableView) {
    withLayout(x, channels: scale.count) { ck_scale_channels($0, x.base, scale.base, y.base) }
  }

  /// The sum of a · b over each channel.
  public static func channelProducts(_ a: View, _ b: View, into sums: MutableView) {
    withLayout(a, channels: sums.count) { ck_channel_products($0, a.base, b.base, sums.base) }
  }

  /// The sum of each channel.
  public static func channelSums(_ x: View, into sums: MutableView) {
    withLayout(x, channels: sums.count) { ck_channel_sums($0, x.base, sums.base) }
  }

  /// y = each map of x [batch, channels, height, width] times its own number of `factors` [batch, channels].
  public static func multiplyMaps(_ x: View, by factors: View, into y: MutableView) {
    withUnsafePointer(to: maps(x, factors.count)) { ck_scale_channels($0, x.base, factors.base, y.base) }
  }

  /// The sum of a · b over each map.
  public static func mapProducts(_ a: View, _ b: View, into sums: MutableView) {
    withUnsafePointer(to: maps(a, sums.count)) { ck_channel_products($0, a.base, b.base, sums.base) }
  }

  /// running = keep · running + take · value
  public static func follow(_ value: View, keep: Float, take: Float, into running: MutableView) {
    ck_follow(running.count, keep, take, value.base, running.base)
  }

  /// Each row by itself: y = (x − mean) / deviation, with deviation = √(variance + ε). mean and deviation [rows].
  public static func normalizeRows(
    _ x: View, epsilon: Float, into y: MutableView, mean: MutableView, deviation: MutableView
  ) {
    let columns = x.columns
    shareOut(x.rows, work: x.count / 2) {
      let start = $0 * columns
      ck_normalize_rows(
        x.base + start, $1, columns, epsilon, y.base + start, mean.base + $0, deviation.base + $0)
    }
  }

  /// (upstream − mean of upstream − output · mean of upstream · output) / deviation, row by row.
  public static func normalizeRowsBackward(output: View, deviation: View, upstream: View, into x: MutableView) {
    let columns = output.columns
    shareOut(output.rows, work: output.count / 2) {
      let start = $0 * columns
      ck_normalize_rows_backward(
        output.base + start, deviation.base + $0, upstream.base + start, $1, columns, x.base + start)
    }
  }

  /// y = x · scale + shift in each row; scale and shift [columns].
  public static func scaleAndShiftRows(_ x: View, scale: View, shift: View?, into y: MutableView) {
    let columns = x.columns
    shareOut(x.rows, work: x.count / 4) {
      let start = $0 * columns
      ck_scale_shift_rows(x.base + start, scale.base, shift?.base, $1, columns, y.base + start)
    }
  }

  /// y [columns] = the sum of a · b over the rows.
  public static func rowProducts(_ a: View, _ b: View, into y: MutableView) {
    let (rows, columns) = (a.rows, a.columns)
    shareOut(columns, inUnitsOf: 16, work: a.count / 4) {
      ck_row_products(a.base + $0, b.base + $0, rows, $1, columns, y.base + $0)
    }
  }

  private static func withLayout(_ x: View, channels: Int, _ body: (UnsafePointer<ck_channels>) -> Void) {
    let layout = ChannelLayout(x, channels: channels)
    withUnsafePointer(to: ck_channels(batch: layout.batch, channels: channels, area: layout.area), body)
  }

  private static func maps(_ x: View, _ count: Int) -> ck_channels {
    ck_channels(batch: 1, channels: count, area: count == 0 ? 0 : x.count / count)
  }
}
