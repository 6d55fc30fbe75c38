import Wording

/// Reads gray images from pairs of IDX files: the images, and one label for each.
public enum IDXImages {
  /// One of the two files.
  public struct File: Hashable, Sendable {
    public let name: String
    public let bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// - Parameters:
  ///   - name: the data set's name.
  ///   - classNames: what the labels 0, 1, 2, … stand for; the numbers themselves when nil.
  public static func parse(
    images imageFile: File, labels labelFile: File, name: String, classNames: [String]? = nil
  ) throws(DataError) -> LabeledImages {
    let images = try IDXParser.parse(imageFile.bytes, file: imageFile.name)
    let labels = try IDXParser.parse(labelFile.bytes, file: labelFile.name)
    guard images.dimensions.count == 3, images.dimensions[1] > 0, images.dimensions[2] > 0 else {
      throw wrongAxes(images, in: imageFile, needed: "count×height×width")
    }
    guard labels.dimensions.count == 1 else { throw wrongAxes(labels, in: labelFile, needed: "one axis, the count") }
    let (count, height, width) = (images.dimensions[0], images.dimensions[1], images.dimensions[2])
    guard count == labels.dimensions[0] else {
      throw DataError(
        .countMismatch, in: labelFile.name, found: Quotation.counted(labels.dimensions[0], "label", "labels"),
        needed: "\(count), one for each image of \(Quotation.plain(imageFile.name))")
    }
    guard count >= 2 else {
      throw DataError(
        .tooFewRows, in: imageFile.name, found: Quotation.counted(count, "image", "images"), needed: "at least 2")
    }
    let classNames = classNames ?? (0...Int(labels.values.max() ?? 0)).map(String.init)
    guard classNames.count >= 2 else {
      throw DataError(.tooFewClasses, in: labelFile.name, found: "no label but 0", needed: "at least two classes")
    }
    for (index, label) in labels.values.enumerated() where label >= classNames.count {
      throw DataError(
        .unknownLabel, in: labelFile.name, at: .byte(labels.values.startIndex + index), found: "label \(label)",
        needed: "0 to \(classNames.count - 1)")
    }
    let (start, size) = (images.values.startIndex, height * width)
    return LabeledImages(
      name: name, source: "\(imageFile.name), \(labelFile.name)", height: height, width: width,
      classNames: classNames, pixels: (0..<count).map { images.values[start + $0 * size..<start + ($0 + 1) * size] },
      labels: Array(labels.values))
  }

  /// Two pairs: one to train on, and one to test on, whose images have the same size and the same classes.
  public static func parse(
    train: (images: File, labels: File), test: (images: File, labels: File), name: String, classNames: [String]? = nil
  ) throws(DataError) -> LabeledImages {
    let trained = try parse(images: train.images, labels: train.labels, name: name, classNames: classNames)
    let tested = try parse(
      images: test.images, labels: test.labels, name: name, classNames: classNames ?? trained.classNames)
    guard (tested.height, tested.width) == (trained.height, trained.width) else {
      throw DataError(
        .sizeMismatch, in: test.images.name, found: "images of \(tested.height)×\(tested.width)",
        needed: "\(trained.height)×\(trained.width), as in \(Quotation.plain(train.images.name))")
    }
    return trained.followed(byTests: tested)
  }

  private static func wrongAxes(_ array: IDXArray, in file: File, needed: String) -> DataError {
    DataError(
      .wrongAxes, in: file.name, at: .byte(3), found: "the sizes \(IDXParser.description(array.dimensions))",
      needed: needed)
  }
}
