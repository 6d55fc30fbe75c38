import Datasets
import Stepping

/// The picture that is looked at: a sample, one that was edited, or one's own drawing; and the brush.
struct ImageBench: Hashable, Sendable {
  /// The sample that it is, or began as.
  var sample: SampleReference?
  /// The pixels as somebody has drawn them, as the network sees them; nil while nothing was drawn.
  var drawing: [Float]?
  var row = 0
  var column = 0
  /// The brush's brightness, in quarters of the way from the darkest to the brightest pixel.
  var level = levels
  /// Whether the pixels beside the brush get half of it.
  var isSoft = true
  /// Whether moving paints.
  var isPenDown = false
  /// The class whose output is followed back to the pixels; nil for the predicted one.
  var classIndex: Int?

  static let levels = 4

  /// The sample that it is or began as; the first to be tested while nobody has chosen or drawn one.
  func current(_ session: LessonSession) -> SampleReference? {
    if let sample { return sample }
    guard drawing == nil else { return nil }
    let data = session.setup.data
    return data.test.count > 0
      ? SampleReference(part: .test, index: 0)
      : data.train.count > 0 ? SampleReference(part: .train, index: 0) : nil
  }

  /// All pixels, [channels, height, width].
  func pixels(_ session: LessonSession) -> [Float] {
    let count = session.setup.data.train.featureCount
    if let drawing, drawing.count == count { return drawing }
    if let example = example(session) { return example }
    return Array(repeating: session.pixelRange.lowerBound, count: count)
  }

  /// The sample's own pixels; nil when there is none, or the data have changed.
  private func example(_ session: LessonSession) -> [Float]? {
    guard let sample = current(session) else { return nil }
    let data = sample.part == .train ? session.setup.data.train : session.setup.data.test
    return sample.index < data.count ? Array(data.example(sample.index)) : nil
  }

  /// The true class, where it is known: of a sample, also when it was edited.
  func truth(_ session: LessonSession) -> Int? {
    guard let sample = current(session) else { return nil }
    let data = sample.part == .train ? session.setup.data.train : session.setup.data.test
    return sample.index < data.count ? data.classIndex(sample.index) : nil
  }

  /// Moves the brush by so many pixels, within the picture.
  mutating func move(rows: Int, columns: Int, _ session: LessonSession) {
    let (_, height, width) = Picture.sizes(session.setup.data.train.exampleShape)
    row = min(max(row + rows, 0), height - 1)
    column = min(max(column + columns, 0), width - 1)
  }

  /// Paints at the brush.
  mutating func paint(_ session: LessonSession) {
    let (low, high) = (session.pixelRange.lowerBound, session.pixelRange.upperBound)
    let value = low + (high - low) * Float(level) / Float(Self.levels)
    change(session) { _ in
      value
    } beside: {
      max($0, low + (value - low) / 2)
    }
  }

  /// Takes the paint away at the brush.
  mutating func erase(_ session: LessonSession) {
    let low = session.pixelRange.lowerBound
    change(session) { _ in
      low
    } beside: {
      low + ($0 - low) / 2
    }
  }

  private mutating func change(
    _ session: LessonSession, _ at: (Float) -> Float, beside: (Float) -> Float
  ) {
    var pixels = pixels(session)
    let (channels, height, width) = Picture.sizes(session.setup.data.train.exampleShape)
    guard pixels.count == channels * height * width, (0..<height).contains(row), (0..<width).contains(column) else {
      return
    }
    let neighbors = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
    for channel in 0..<channels {
      let start = channel * height * width
      let center = start + row * width + column
      pixels[center] = at(pixels[center])
      guard isSoft else { continue }
      for (y, x) in neighbors where (0..<height).contains(y) && (0..<width).contains(x) {
        pixels[start + y * width + x] = beside(pixels[start + y * width + x])
      }
    }
    sample = current(session)
    drawing = pixels
  }

  /// An empty picture that is no sample.
  mutating func clear(_ session: LessonSession) {
    sample = nil
    drawing = Array(repeating: session.pixelRange.lowerBound, count: session.setup.data.train.featureCount)
  }
}
