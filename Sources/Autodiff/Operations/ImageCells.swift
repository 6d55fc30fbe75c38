import TensorMath

/// Cells of tensors [batch, channels, height, width], for operations on images.
extension View {
  /// Where the four indices lead, row major.
  func cell(_ n: Int, _ c: Int, _ row: Int, _ column: Int) -> Int {
    ((n * size(ofAxis: 1) + c) * size(ofAxis: 2) + row) * size(ofAxis: 3) + column
  }

  /// The inverse of ``cell(_:_:_:_:)``.
  func indices(of cell: Int) -> (n: Int, c: Int, row: Int, column: Int) {
    let (column, rest) = (cell % size(ofAxis: 3), cell / size(ofAxis: 3))
    let (row, map) = (rest % size(ofAxis: 2), rest / size(ofAxis: 2))
    return (map / size(ofAxis: 1), map % size(ofAxis: 1), row, column)
  }

  /// The cells of one channel, over all images.
  func cells(ofChannel channel: Int) -> [Int] {
    let area = size(ofAxis: 2) * size(ofAxis: 3)
    return (0..<size(ofAxis: 0)).flatMap { n in
      let start = (n * size(ofAxis: 1) + channel) * area
      return start..<start + area
    }
  }
}

extension Window {
  /// The places down and across an image, or the error that says why there are none.
  func placesOrError(on image: Shape, for operation: String) throws(ShapeError) -> [Int] {
    let (imageHeight, imageWidth) = (image.dimensions[2], image.dimensions[3])
    guard stride >= 1, padding >= 0 else {
      throw ShapeError(
        operation, found: "stride \(stride) and padding \(padding)", needed: "a stride from 1 and a padding from 0 up")
    }
    guard let places = places(onHeight: imageHeight, width: imageWidth) else {
      let padded = padding == 0 ? "" : " (\(imageHeight + 2 * padding)×\(imageWidth + 2 * padding) with its padding)"
      throw ShapeError(
        operation, found: "a window of \(height)×\(width) on an image of \(imageHeight)×\(imageWidth)\(padded)",
        needed: "a window that fits into the image")
    }
    return [places.down, places.across]
  }

  /// The taps (p, q) that lie on the image when the window is at a place, with the pixel under each.
  func taps(
    at i: Int, _ j: Int, onHeight imageHeight: Int, width imageWidth: Int
  ) -> [(p: Int, q: Int, row: Int, column: Int)] {
    var taps: [(p: Int, q: Int, row: Int, column: Int)] = []
    for p in 0..<height {
      let row = pixel(place: i, tap: p)
      guard row >= 0, row < imageHeight else { continue }
      for q in 0..<width {
        let column = pixel(place: j, tap: q)
        guard column >= 0, column < imageWidth else { continue }
        taps.append((p, q, row, column))
      }
    }
    return taps
  }
}
