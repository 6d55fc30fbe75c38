/// How a window slides over an image: its size, the step from one place to the next, and the zeros
/// around the image. The same in both directions but for the size.
///
///     places along an axis = ⌊(pixels + 2 · padding − size) / stride⌋ + 1
///
/// Pixels that the last step does not reach are left out, as in PyTorch.
public struct Window: Hashable, Sendable {
  public let height: Int
  public let width: Int
  public let stride: Int
  public let padding: Int

  public init(height: Int, width: Int, stride: Int = 1, padding: Int = 0) {
    self.height = height
    self.width = width
    self.stride = stride
    self.padding = padding
  }

  /// How many places a window of `size` pixels has on an axis of `pixels`; nil where it does not fit.
  public func places(_ pixels: Int, size: Int) -> Int? {
    guard size >= 1, stride >= 1, padding >= 0, pixels + 2 * padding >= size else { return nil }
    return (pixels + 2 * padding - size) / stride + 1
  }

  /// How many places it has down and across an image; nil where it does not fit.
  public func places(onHeight imageHeight: Int, width imageWidth: Int) -> (down: Int, across: Int)? {
    guard let down = places(imageHeight, size: height), let across = places(imageWidth, size: width) else { return nil }
    return (down, across)
  }

  /// The pixel under one tap of the window at one place, along one axis; it may lie in the padding.
  public func pixel(place: Int, tap: Int) -> Int { place * stride + tap - padding }

  /// The places, along an axis, whose window covers a pixel, each with the tap that lies on it.
  public func covering(pixel: Int, size: Int, places: Int) -> [(place: Int, tap: Int)] {
    (0..<size).reversed().compactMap { tap in
      let start = pixel + padding - tap
      guard start >= 0, start % stride == 0, start / stride < places else { return nil }
      return (start / stride, tap)
    }
  }
}
