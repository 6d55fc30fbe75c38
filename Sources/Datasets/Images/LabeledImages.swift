import TensorMath

/// Gray images of one size, each of a class, as the bytes of the files they came from.
///
/// The 70,000 images of Fashion-MNIST are 55 MB as bytes and 220 MB as floats: only what a network
/// works on becomes floats, and what is chosen or split off shares the bytes of the file.
public struct LabeledImages: Hashable, Sendable {
  public let name: String
  /// Where they came from, in words.
  public let source: String
  /// In pixels.
  public let height: Int
  public let width: Int
  /// What the labels 0, 1, 2, … stand for.
  public let classNames: [String]
  /// Of each image `height · width` bytes, row by row.
  let pixels: [ArraySlice<UInt8>]
  let labels: [UInt8]
  /// How many images at the end are there for testing only; 0 when nothing says so.
  public let testCount: Int

  init(
    name: String, source: String, height: Int, width: Int, classNames: [String], pixels: [ArraySlice<UInt8>],
    labels: [UInt8], testCount: Int = 0
  ) {
    self.name = name
    self.source = source
    self.height = height
    self.width = width
    self.classNames = classNames
    self.pixels = pixels
    self.labels = labels
    self.testCount = testCount
  }

  public var count: Int { pixels.count }

  /// `pixel 3,5`: row, column.
  public var featureNames: [String] { (0..<height * width).map { "pixel \($0 / width),\($0 % width)" } }

  public func classIndex(_ index: Int) -> Int { Int(labels[index]) }

  /// The brightness of an image's pixels, 0 to 255 or what the file has.
  public func example(_ index: Int) -> [Float] { pixels[index].map { Float($0) } }

  /// Floats for all images, or for some in an order: inputs [count, 1, height, width].
  ///
  /// - Parameter brightness: what a byte stands for; the byte itself when nil. It is asked once for each of the 256.
  public func dataset(examples: [Int]? = nil, brightness: ((Float) -> Float)? = nil) -> Dataset {
    let examples = examples ?? Array(0..<count)
    let table = (0...255).map { brightness?(Float($0)) ?? Float($0) }
    var numbers: [Float] = []
    numbers.reserveCapacity(examples.count * height * width)
    for index in examples {
      for byte in pixels[index] { numbers.append(table[Int(byte)]) }
    }
    let isBinary = classNames.count == 2
    return Dataset(
      name: name, inputs: Tensor([examples.count, 1, height, width], numbers),
      targets: Tensor(isBinary ? [examples.count, 1] : [examples.count], examples.map { Float(labels[$0]) }),
      featureNames: featureNames,
      task: isBinary ? .binaryClassification(classNames: classNames) : .classification(classNames: classNames),
      source: source)
  }

  /// Some of the images, in this order; those for testing, if any, stay where they are behind them.
  func selecting(_ examples: [Int], testCount: Int? = nil) -> LabeledImages {
    LabeledImages(
      name: name, source: source, height: height, width: width, classNames: classNames,
      pixels: examples.map { pixels[$0] }, labels: examples.map { labels[$0] },
      testCount: testCount ?? self.testCount)
  }

  /// The images of some classes, which get the indices 0, 1, … in the order asked for.
  func selecting(classes: [String]) throws(DataError) -> LabeledImages {
    let chosen = try Dataset.indices(ofClasses: classes, among: classNames, in: name)
    let newLabels = Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($1, UInt8($0)) })
    let kept = (0..<count).filter { newLabels[Int(labels[$0])] != nil }
    return LabeledImages(
      name: name, source: source, height: height, width: width, classNames: classes, pixels: kept.map { pixels[$0] },
      labels: kept.compactMap { newLabels[Int(labels[$0])] }, testCount: kept.count { $0 >= count - testCount })
  }

  /// These to train on, others of the same size and classes to test on.
  func followed(byTests tests: LabeledImages) -> LabeledImages {
    LabeledImages(
      name: name, source: "\(source); for testing \(tests.source)", height: height, width: width,
      classNames: classNames, pixels: pixels + tests.pixels, labels: labels + tests.labels, testCount: tests.count)
  }
}
