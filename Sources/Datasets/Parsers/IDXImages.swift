import TensorMath
import Wording

/// Makes a data set of gray images from two IDX files: the images, and one label for each.
///
/// Inputs are [count, 1, height, width] with the file's own brightness, not divided by anything.
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
  ) throws(DataError) -> Dataset {
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
    let isBinary = classNames.count == 2
    return Dataset(
      name: name,
      inputs: Tensor([count, 1, height, width], images.values.map { Float($0) }),
      targets: Tensor(isBinary ? [count, 1] : [count], labels.values.map { Float($0) }),
      featureNames: (0..<height * width).map { "pixel \($0 / width),\($0 % width)" },
      task: isBinary ? .binaryClassification(classNames: classNames) : .classification(classNames: classNames),
      source: "\(imageFile.name), \(labelFile.name)")
  }

  private static func wrongAxes(_ array: IDXArray, in file: File, needed: String) -> DataError {
    DataError(
      .wrongAxes, in: file.name, at: .byte(3), found: "the sizes \(IDXParser.description(array.dimensions))",
      needed: needed)
  }
}
