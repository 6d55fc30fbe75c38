import Wording

/// The IDX files of a set of images: pairs of images and labels, and what the labels mean.
public struct ImageFiles: Hashable, Sendable {
  public struct Pair: Hashable, Sendable {
    public let images: String
    public let labels: String

    public init(images: String, labels: String) {
      self.images = images
      self.labels = labels
    }
  }

  public let train: Pair
  /// Images for testing only; nil when a split has to take some of the others.
  public let test: Pair?
  /// What the labels 0, 1, 2, … stand for; nil: the numbers themselves.
  public let classNames: [String]?
  /// How many pixels the images have to a side, where that is known before they are read.
  public let side: Int?

  public init(train: Pair, test: Pair? = nil, classNames: [String]? = nil, side: Int? = nil) {
    self.train = train
    self.test = test
    self.classNames = classNames
    self.side = side
  }

  /// The four files that MNIST and its kin come in.
  ///
  /// - Parameter folder: put before the names, with its slash; empty for names alone.
  public static func usual(in folder: String = "", classNames: [String]? = nil) -> ImageFiles {
    ImageFiles(
      train: Pair(images: "\(folder)train-images-idx3-ubyte", labels: "\(folder)train-labels-idx1-ubyte"),
      test: Pair(images: "\(folder)t10k-images-idx3-ubyte", labels: "\(folder)t10k-labels-idx1-ubyte"),
      classNames: classNames, side: 28)
  }

  /// A file of images with the file of labels that lies beside it: `my-images-idx3-ubyte.gz` with
  /// `my-labels-idx1-ubyte.gz`. Nil for a name that does not say where its labels are.
  public init?(imagesNamed file: String) {
    let start = file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex
    let name = file[start...]
    guard name.contains("images"), name.contains("idx3") else { return nil }
    let labels = name.replacing("images", with: "labels").replacing("idx3", with: "idx1")
    self.init(train: Pair(images: file, labels: String(file[..<start] + labels)))
  }

  public var names: [String] { [train, test].compactMap(\.self).flatMap { [$0.images, $0.labels] } }
}
