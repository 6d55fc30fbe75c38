import Datasets
import TensorMath
import Testing

@Suite struct IDXParserTests {
  static let images = Written.idx([3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255])
  static let labels = Written.idx([3], [2, 0, 1])

  @Test func whatIsWrittenIsReadBack() throws {
    let read = try IDXParser.parse(Self.images, file: "images")
    #expect(read.dimensions == [3, 2, 2])
    #expect(Written.idx(read.dimensions, Array(read.values)) == Self.images)
  }

  @Test func imagesAndLabelsBecomeExamples() throws {
    let dataset = try Written.images(Self.images, labels: Self.labels)
    #expect(dataset.inputs.shape == [3, 1, 2, 2])
    #expect(dataset.example(2) == [8, 9, 10, 255])
    #expect(dataset.targets == Tensor([3], [2, 0, 1]))
    #expect(dataset.task == .classification(classNames: ["0", "1", "2"]))
    #expect(dataset.featureNames == ["pixel 0,0", "pixel 0,1", "pixel 1,0", "pixel 1,1"])
  }

  @Test func twoClassesMakeABinaryTask() throws {
    let dataset = try Written.images(Written.idx([2, 1, 1], [1, 2]), labels: Written.idx([2], [0, 1]))
    #expect(dataset.targets == Tensor([2, 1], [0, 1]))
  }

  @Test(arguments: 0..<images.count)
  func everyTruncationIsReported(_ length: Int) {
    let error = #expect(throws: DataError.self) {
      try IDXParser.parse(Array(Self.images.prefix(length)), file: "images")
    }
    #expect(error?.problem == .truncated)
    #expect(error?.place == .byte(length))
  }

  @Test func aZeroSizeHidesNoAbsurdOne() throws {
    // Nothing to allocate: no images of any size are just no images.
    #expect(try IDXParser.parse(Written.idx([0, 8, 8], []), file: "images").values.isEmpty)
    #expect(try IDXParser.parse(Written.idx([0xffff_ffff, 0], []), file: "images").values.isEmpty)
    #expect(throws: DataError.self) { try Written.images(Written.idx([2, 0, 8], []), labels: Self.labels) }
  }
}
