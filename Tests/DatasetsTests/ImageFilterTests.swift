import Datasets
import Foundation
import TensorMath
import Testing

@Suite struct ImageFilterTests {
  struct Numbers: Decodable, Sendable {
    let shape: [Int]
    let values: [Float]

    var tensor: Tensor { Tensor(Shape(shape), values) }
  }

  struct Filtered: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let x: Numbers
    let output: Numbers
    let side: Int?

    var testDescription: String { name }
  }

  private struct Cases: Decodable { let cases: [Filtered] }

  static func cases(_ name: String) throws -> [Filtered] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/\(name).json")
    return try JSONDecoder().decode(Cases.self, from: Data(contentsOf: url)).cases
  }

  /// Every filter of the catalog against PyTorch's convolution with kernels that were written down a second time.
  @Test(arguments: try cases("image_filters"))
  func aFilterIsAConvolution(_ reference: Filtered) throws {
    let filter = try #require(ImageFilterCatalog.filter(named: reference.name))
    let output = filter.applied(to: reference.x.tensor)
    #expect(output.shape == reference.output.tensor.shape)
    // Both sum in doubles: what differs is the order of the sum, and then the rounding to a Float.
    for (ours, theirs) in zip(output.values, reference.output.values) {
      #expect(abs(ours - theirs) <= 2e-7 * max(abs(theirs), 1), "\(ours) for \(theirs)")
    }
  }

  @Test func everyFilterIsCompared() throws {
    #expect(try Self.cases("image_filters").map(\.name) == ImageFilterCatalog.names)
    for filter in ImageFilterCatalog.all {
      #expect(filter.kernel.count == 9 && !filter.meaning.isEmpty && filter.meaning != filter.meaningInChinese)
    }
  }

  /// What the names promise: on a picture that is dark on the left (above) and bright on the right (below), the vertical
  /// (horizontal) ones are above 0 at the edge, and the others find nothing.
  @Test(arguments: ["sobel", "prewitt"]) func theNamesSayWhichEdges(_ family: String) throws {
    let dimensions: Shape = [1, 1, 6, 6]
    let vertical = Tensor(dimensions, (0..<36).map { $0 % 6 < 3 ? 0 : 1 })
    let horizontal = Tensor(dimensions, (0..<36).map { $0 / 6 < 3 ? 0 : 1 })
    for (name, edge, other) in [("vertical", vertical, horizontal), ("horizontal", horizontal, vertical)] {
      let filter = try #require(ImageFilterCatalog.filter(named: "\(family)-\(name)"))
      #expect(filter.applied(to: edge).values.contains { $0 > 0 })
      #expect(filter.applied(to: edge).values.allSatisfy { $0 >= 0 })
      #expect(filter.applied(to: other).values.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: try cases("scaled_pictures"))
  func picturesAreScaledByAreas(_ reference: Filtered) throws {
    let (x, side) = (reference.x, try #require(reference.side))
    let square = GrayImage(height: x.shape[0], width: x.shape[1], brightness: x.values).square(side: side)
    for (ours, theirs) in zip(square, reference.output.values) { #expect(abs(ours - theirs) <= 2e-7 * max(theirs, 1)) }
    #expect(square.count == side * side)
  }
}
