/// Which data a lesson or a learner asks for. What is nil is left as the catalog has it.
///
///     DataSelection(dataset: "penguins", features: ["bill_length_mm", "bill_depth_mm"],
///                   classes: ["Adelie", "Gentoo"], seed: 7)
///
/// This is the wish as it was written; ``CatalogEntry/dataset(for:files:)`` checks it.
public struct DataSelection: Hashable, Sendable {
  /// A name in the ``DatasetCatalog``.
  public var dataset: String
  /// Columns of a table, or computed columns of points (`x1^2`, see ``InputFeature``).
  public var features: [String]?
  /// Some of the classes, in the order of the indices that they get.
  public var classes: [String]?
  /// How many points or sequences to generate, or how many examples of a file to draw at random.
  public var count: Int?
  /// For generated points and sequences, from 0 to 0.5.
  public var noise: Float?
  /// Decides on generated points, drawn examples and the split.
  public var seed: UInt64
  /// The share of the examples to train on, above 0 and up to 1.
  public var trainShare: Double
  public var preparation: PreparedData.Preparation?
  /// Of photographs: the side that they are scaled to, 8 to 128 pixels.
  public var imageSize: Int?
  /// Of photographs: the filter whose work is to be learned, a name in the ``ImageFilterCatalog``.
  public var targetFilter: String?
  /// Of images: by how many pixels those for testing are moved right and down, 0 to 8.
  public var shift: Int?
  /// Of a series: how it is cut into windows, and what becomes of its numbers and gaps.
  public var series: SeriesChoices

  /// Of generated sequences: for how many steps something must be remembered, 1 to 500.
  public var lag: Int?
  /// Of texts: how much of them is seen, and which tokens there are.
  public var texts: TextChoices

  public static let lags = 1...500
  public static let imageSizes = Photographs.sides
  public static let usualImageSize = Photographs.usualSide
  public static let usualTargetFilter = "sobel-vertical"
  public static let shifts = 0...8

  public init(
    dataset: String, features: [String]? = nil, classes: [String]? = nil, count: Int? = nil, noise: Float? = nil,
    seed: UInt64, trainShare: Double = 0.8, preparation: PreparedData.Preparation? = nil,
    imageSize: Int? = nil, targetFilter: String? = nil, shift: Int? = nil, lag: Int? = nil,
    series: SeriesChoices = SeriesChoices(), texts: TextChoices = TextChoices()
  ) {
    self.dataset = dataset
    self.features = features
    self.classes = classes
    self.count = count
    self.noise = noise
    self.seed = seed
    self.trainShare = trainShare
    self.preparation = preparation
    self.imageSize = imageSize
    self.targetFilter = targetFilter
    self.shift = shift
    self.lag = lag
    self.series = series
    self.texts = texts
  }
}
