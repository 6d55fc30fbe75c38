import Datasets
import TensorMath
import Testing

/// Images with test files of their own, photographs, and shifted images.
@Suite struct ImageDataTests {
  private func fashion(_ selection: DataSelection = DataSelection(dataset: "fashion", seed: 1, trainShare: 1)) throws
    -> PreparedData
  {
    try SampleFiles.prepared(selection)
  }

  @Test func fashionTestsOnItsOwnFile() throws {
    let data = try fashion()
    #expect(data.train.inputs.shape == [2000, 1, 28, 28] && data.test.inputs.shape == [500, 1, 28, 28])
    #expect(data.train.classCounts == Array(repeating: 200, count: 10))
    #expect(data.test.classCounts == Array(repeating: 50, count: 10))
    #expect(data.train.classNames[0] == "T-shirt/top" && data.train.classNames[9] == "Ankle boot")
    #expect(Set(data.trainExamples) == Set(0..<2000) && data.testExamples == Array(2000..<2500))
    let labels = try IDXParser.parse(SampleFiles.bytes("fashion-test500-labels-idx1-ubyte"), file: "labels")
    #expect(data.test.targets.values == labels.values.map { Float($0) })
    // Pixels are those of the files, divided by 255.
    let pixels = try IDXParser.parse(SampleFiles.bytes("fashion-test500-images-idx3-ubyte"), file: "images").values
    #expect(data.test.inputs.values == pixels.map { Float(Double($0) / 255) })
    for index in [0, 1, 1999] {
      #expect(
        data.raw.example(data.trainExamples[index]).map { Float(Double($0) / 255) } == Array(data.train.example(index)))
    }
  }

  @Test func theShareIsDrawnFromTheTrainingFileOnly() throws {
    let data = try fashion(DataSelection(dataset: "fashion", seed: 3, trainShare: 0.25))
    #expect(data.train.classCounts == Array(repeating: 50, count: 10))
    #expect(data.trainExamples.allSatisfy { $0 < 2000 } && Set(data.trainExamples).count == 500)
    #expect(try data.test == fashion().test)
    let counted = try fashion(DataSelection(dataset: "fashion", count: 30, seed: 3, trainShare: 1))
    #expect(counted.train.classCounts == Array(repeating: 3, count: 10))
    #expect(counted.test.inputs == data.test.inputs)
    let tooMany = #expect(throws: DataError.self) {
      try fashion(DataSelection(dataset: "fashion", count: 2001, seed: 3))
    }
    #expect(tooMany?.description == "fashion, count: found 2001, needed 2 to 2000, as many as there are.")
  }

  @Test func someClassesOfBothFiles() throws {
    let data = try fashion(DataSelection(dataset: "fashion", classes: ["Bag", "Sandal"], seed: 3, trainShare: 1))
    #expect(data.train.task == .binaryClassification(classNames: ["Bag", "Sandal"]))
    #expect(data.train.classCounts == [200, 200] && data.test.classCounts == [50, 50])
    #expect(data.train.targets.shape == [400, 1])
    let bags = try IDXParser.parse(SampleFiles.bytes("fashion-test500-labels-idx1-ubyte"), file: "labels").values
      .filter { $0 == 8 || $0 == 5 }.map { $0 == 8 ? Float(0) : 1 }
    #expect(data.test.targets.values == bags)
  }

  /// Nothing of the test part reaches the numbers that inputs are prepared with.
  @Test func standardizationKnowsTheTrainingPartOnly() throws {
    let selection = DataSelection(dataset: "fashion", count: 100, seed: 3, trainShare: 0.5, preparation: .standardize)
    let data = try fashion(selection)
    #expect(data.standardization == Standardization(fittedTo: data.raw.selecting(examples: data.trainExamples).inputs))
    #expect(data.isStandardized)
    // Other test images, the same training images: nothing about the training part changes.
    var files = try SampleFiles.bytes(of: DatasetCatalog.entry(named: "fashion"))
    let name = "fashion-test500-images-idx3-ubyte"
    files[name] = files[name].map { $0.prefix(16) + $0.dropFirst(16).map { 255 - $0 } }
    let other = try DatasetCatalog.entry(named: "fashion").prepared(for: selection, files: files)
    #expect(other.standardization == data.standardization && other.train == data.train)
    #expect(other.test.inputs != data.test.inputs)
    // Nor does shifting test images.
    var shifted = selection
    shifted.shift = 3
    let moved = try fashion(shifted)
    #expect(moved.standardization == data.standardization && moved.train == data.train)
  }

  @Test(arguments: [1, 3, 8]) func testImagesAreShifted(_ pixels: Int) throws {
    let before = try SampleFiles.prepared(DataSelection(dataset: "digits", seed: 1))
    let after = try SampleFiles.prepared(DataSelection(dataset: "digits", seed: 1, shift: pixels))
    #expect(after.train == before.train && after.raw == before.raw && after.testExamples == before.testExamples)
    for index in [0, 100, 350] {
      let (old, new) = (Array(before.test.example(index)), Array(after.test.example(index)))
      for row in 0..<8 {
        for column in 0..<8 {
          let isNew = row < pixels || column < pixels
          #expect(new[row * 8 + column] == (isNew ? 0 : old[(row - pixels) * 8 + column - pixels]))
        }
      }
    }
  }

  /// The edge that comes in is black before it is standardized.
  @Test func shiftedImagesAreStandardizedLikeOthers() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "digits", seed: 1, preparation: .standardize, shift: 2))
    for pixel in 0..<16 {
      #expect(data.test.example(5)[5 * 64 + pixel] == data.standardization.apply(0, feature: pixel))
    }
  }

  @Test func thePhotographsAndWhatAFilterMakesOfThem() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "photographs", seed: 1, trainShare: 0.67))
    #expect(data.train.inputs.shape == [2, 1, 48, 48] && data.train.targets.shape == [2, 1, 46, 46])
    #expect(data.test.inputs.shape == [1, 1, 48, 48] && data.test.targetShape == [1, 46, 46])
    let filter = try #require(ImageFilterCatalog.filter(named: "sobel-vertical"))
    #expect(data.train.task == .filteredImages(filter: filter))
    #expect(data.train.inputs.values.allSatisfy { (0...1).contains($0) })
    for part in [data.train, data.test] { #expect(part.targets == filter.applied(to: part.inputs)) }
    let small = try SampleFiles.prepared(
      DataSelection(dataset: "photographs", seed: 1, trainShare: 1, imageSize: 8, targetFilter: "blur"))
    #expect(
      small.train.inputs.shape == [3, 1, 8, 8] && small.train.targets.shape == [3, 1, 6, 6] && small.test.count == 0)
  }

  @Test func aShiftedPhotographIsFilteredAfterwards() throws {
    let data = try SampleFiles.prepared(
      DataSelection(dataset: "photographs", seed: 1, imageSize: 16, targetFilter: "laplacian", shift: 4))
    let filter = try #require(ImageFilterCatalog.filter(named: "laplacian"))
    #expect(data.test.targets == filter.applied(to: data.test.inputs))
    #expect(data.test.example(0).prefix(64).allSatisfy { $0 == 0 })
  }

  @Test func targetsOfPicturesCannotBeSetByHand() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "photographs", seed: 1, imageSize: 8))
    let error = #expect(throws: DataError.self) { try data.editing([SampleEdit(sample: 0, .target, value: 1)]) }
    #expect(
      error?.description
        == "photographs, edit: found a number for a target that is a picture, needed none: its filter makes it.")
    #expect(
      try data.editing([SampleEdit(sample: 0, .feature(3), value: 0.5)]).train.example(0).dropFirst(3).first == 0.5)
  }

  @Test(arguments: [
    (
      DataSelection(dataset: "iris", seed: 1, imageSize: 8),
      "image size: found a size, needed none: iris holds no photographs"
    ),
    (
      DataSelection(dataset: "fashion", seed: 1, targetFilter: "blur"),
      "target filter: found a filter, needed none: fashion holds no photographs"
    ),
    (DataSelection(dataset: "iris", seed: 1, shift: 1), "shift: found 1, needed none: iris holds no images"),
    (DataSelection(dataset: "digits", seed: 1, shift: 9), "shift: found 9, needed 0 to 8 pixels"),
    (DataSelection(dataset: "photographs", seed: 1, imageSize: 7), "image size: found 7, needed 8 to 128 pixels"),
    (
      DataSelection(dataset: "photographs", seed: 1, preparation: .standardize),
      "preparation: found standardizing, needed keeping or dividing: a filter needs its pixels alike"
    ),
    (
      DataSelection(dataset: "photographs", seed: 1, targetFilter: "sobel-vertikal"),
      "target filter: found \"sobel-vertikal\", needed \(Self.filters). Did you mean \"sobel-vertical\"?"
    ),
  ]) func whatDoesNotFitIsRefused(_ selection: DataSelection, _ message: String) throws {
    let error = #expect(throws: DataError.self) { try SampleFiles.prepared(selection) }
    let sentence = "\(selection.dataset), \(message)"
    #expect(error?.description == (sentence.hasSuffix("?") ? sentence : "\(sentence)."))
  }

  private static let filters =
    "one of \"sobel-vertical\", \"sobel-horizontal\", \"prewitt-vertical\", \"prewitt-horizontal\", \"laplacian\", \"blur\", \"gaussian\", \"sharpen\", \"emboss\" or \"identity\""

  /// A data set that would not fit the memory is refused before its floats are made; some of it is not.
  @Test func tooManyPixelsAreRefused() throws {
    let entry = CatalogEntry(
      name: "vast", summary: "", origin: .images(ImageFiles(train: ImageFiles.Pair(images: "i", labels: "l"))),
      preparation: .divide(by: 255))
    let (count, side) = (4, 4100)
    let files = [
      "i": Written.idx([count, side, side], [UInt8](repeating: 7, count: count * side * side)),
      "l": Written.idx([count], [0, 1, 0, 1]),
    ]
    let error = #expect(throws: DataError.self) {
      try entry.prepared(for: DataSelection(dataset: "vast", seed: 1), files: files)
    }
    #expect(
      error?.description
        == "vast: found 4 examples of 16810000 numbers, needed at most 67108864 numbers in all. A smaller count draws some of them."
    )
  }
}
