public import TensorMath

/// A question: what does the network make of this picture, and which of its pixels matter?
public struct ImageRequest: Hashable, Sendable {
  /// The picture as the network sees it, row major: [channels, height, width].
  public var pixels: [Float]
  /// The class whose output is followed back to the pixels; nil for the predicted one.
  public var classIndex: Int?

  public init(pixels: [Float], classIndex: Int? = nil) {
    self.pixels = pixels
    self.classIndex = classIndex
  }
}

/// The answer: probabilities, what every layer makes of the picture, and the gradient of one class's output with
/// respect to every pixel.
public struct ImageExamination: Hashable, Sendable {
  public let request: ImageRequest
  public let completedIterations: Int
  /// One for each class.
  public let probabilities: [Float]
  public let predicted: Int
  /// The class that was followed back.
  public let classIndex: Int
  /// What the network puts out for it, before softmax or sigmoid: the number whose gradient this is.
  public let output: Float
  /// ∂output/∂pixel, in the shape of the picture.
  public let saliency: [Float]
  /// What the layers make of the picture, in their order.
  public let maps: [FeatureMaps]

  /// The maps that one layer puts out.
  public struct FeatureMaps: Hashable, Sendable {
    /// `conv1.output`
    public let name: String
    /// channels×height×width
    public let shape: Shape
    public let values: [Float]

    public var channels: Int { shape.dimensions[0] }

    /// The numbers of one map.
    public func map(_ channel: Int) -> ArraySlice<Float> {
      let size = values.count / max(channels, 1)
      return values[channel * size..<(channel + 1) * size]
    }
  }
}
