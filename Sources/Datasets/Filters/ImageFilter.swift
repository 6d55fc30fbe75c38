public import TensorMath

/// A 3×3 kernel that has a name: what sliding it over a picture shows.
///
///     y[r, c] = Σ kernel[i, j] · x[r + i, c + j]        i, j = 0…2
///
/// The kernel is laid on as it stands (a correlation), as convolution layers do it; signal processing
/// would turn it by 180° first. Without padding a picture of h×w gives one of (h − 2)×(w − 2).
public struct ImageFilter: Hashable, Sendable {
  /// What lessons and knobs call it: `sobel-vertical`.
  public let name: String
  /// Row by row, nine numbers.
  public let kernel: [Double]
  /// What it finds or does, in English and in Chinese.
  public let meaning: String
  public let meaningInChinese: String

  public static let side = 3

  /// The kernel as a convolution layer of one channel has it: [1, 1, 3, 3].
  public var tensor: Tensor { Tensor([1, 1, Self.side, Self.side], kernel.map { Float($0) }) }

  /// Every picture of every channel filtered: [count, channels, height, width] to
  /// [count, channels, height − 2, width − 2]. Sums are kept in `Double` and rounded once.
  public func applied(to images: Tensor) -> Tensor {
    let sizes = images.shape.dimensions
    precondition(sizes.count == 4, "images are count×channels×height×width, found \(images.shape)")
    let (planes, height, width) = (sizes[0] * sizes[1], sizes[2], sizes[3])
    precondition(height >= Self.side && width >= Self.side, "a picture has 3×3 pixels or more, found \(images.shape)")
    let (down, across) = (height - Self.side + 1, width - Self.side + 1)
    var filtered: [Float] = []
    filtered.reserveCapacity(planes * down * across)
    for plane in 0..<planes {
      for row in 0..<down {
        for column in 0..<across {
          let corner = (plane * height + row) * width + column
          var sum = 0.0
          for (index, weight) in kernel.enumerated() {
            sum += weight * Double(images[corner + index / Self.side * width + index % Self.side])
          }
          filtered.append(Float(sum))
        }
      }
    }
    return Tensor([sizes[0], sizes[1], down, across], filtered)
  }
}
