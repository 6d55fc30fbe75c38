import TensorMath

extension Dataset {
  /// Each image moved right and down by so many pixels: what leaves at the edge is lost, and black (0) comes in.
  ///
  ///     shifted[r, c] = image[r − pixels, c − pixels], 0 where that is outside
  func shifted(by pixels: Int) -> Dataset {
    guard pixels > 0 else { return self }
    let sizes = inputs.shape.dimensions
    precondition(sizes.count == 4, "only images can be shifted, found inputs of \(inputs.shape)")
    let (height, width) = (sizes[2], sizes[3])
    var values = [Float](repeating: 0, count: inputs.values.count)
    for plane in 0..<sizes[0] * sizes[1] {
      for row in pixels..<max(height, pixels) {
        let (target, source) = ((plane * height + row) * width, (plane * height + row - pixels) * width)
        for column in pixels..<max(width, pixels) { values[target + column] = inputs[source + column - pixels] }
      }
    }
    return replacing(inputs: Tensor(inputs.shape, values))
  }
}
