import TensorMath

/// Makes a data set of photographs: inputs [count, 1, side, side] of brightness from 0 to 255, and as
/// targets what a filter makes of each, [count, 1, side − 2, side − 2].
enum Photographs {
  /// The side of a picture in pixels, and the range that may be asked for: what a terminal can show.
  static let usualSide = 48
  static let sides = 8...128

  static func dataset(_ pictures: [GrayImage], name: String, side: Int, filter: ImageFilter, source: String) -> Dataset
  {
    let inputs = Tensor([pictures.count, 1, side, side], pictures.flatMap { $0.square(side: side) })
    return Dataset(
      name: name, inputs: inputs, targets: filter.applied(to: inputs),
      featureNames: (0..<side * side).map { "pixel \($0 / side),\($0 % side)" },
      task: .filteredImages(filter: filter), source: source)
  }
}

extension GrayImage {
  /// The largest square in the middle, scaled to `side`×`side` pixels by averaging areas: a new pixel is the mean of
  /// what it covers of the old ones, those at its rim counted by the part that it covers.
  public func square(side: Int) -> [Float] {
    precondition(side > 0, "a picture has pixels, found a side of \(side)")
    let length = min(height, width)
    let (top, left) = ((height - length) / 2, (width - length) / 2)
    // First along the rows, then along the columns: the mean over an area is the mean of the means.
    let parts = (0..<side).map { Self.parts(of: $0, side: side, length: length) }
    var narrow = [Double](repeating: 0, count: length * side)
    for row in 0..<length {
      let start = (top + row) * width + left
      for (column, parts) in parts.enumerated() {
        narrow[row * side + column] = parts.reduce(0) { $0 + Double(brightness[start + $1.place]) * $1.share }
      }
    }
    return (0..<side * side).map { cell in
      Float(parts[cell / side].reduce(0) { $0 + narrow[$1.place * side + cell % side] * $1.share })
    }
  }

  /// Which of `length` old pixels the new pixel `index` of `side` covers, and with which share of its size.
  private static func parts(of index: Int, side: Int, length: Int) -> [(place: Int, share: Double)] {
    // In units of 1 / side of an old pixel, so that all borders are whole numbers.
    let (from, to) = (index * length, (index + 1) * length)
    return (from / side...(to - 1) / side).map { place in
      let covered = min(to, (place + 1) * side) - max(from, place * side)
      return (place, Double(covered) / Double(length))
    }
  }
}
