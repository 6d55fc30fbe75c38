import Foundation
import TensorMath
import Testing

@Suite struct EigenvalueTests {
  /// A matrix that turns by an angle, times a factor: its eigenvalues are complex, of the factor's size.
  @Test(arguments: [0.0, 0.5, 1, 1.5]) func aTurnTimesAFactor(_ factor: Double) throws {
    let (cosine, sine) = (Float(0.8 * factor), Float(0.6 * factor))
    let found = try #require(radius([cosine, sine, -sine, cosine], 2))
    #expect(abs(found - factor) < 1e-6)
  }

  /// The companion matrix of (x − 1)(x + 3)(x − 2)(x − 0.5): the roots are its eigenvalues.
  @Test func theRootsOfAPolynomial() throws {
    // x⁴ − 0.5x³ − 7x² + 9.5x − 3
    let matrix: [Float] = [0, 0, 0, 3, 1, 0, 0, -9.5, 0, 1, 0, 7, 0, 0, 1, 0.5]
    #expect(abs(try #require(radius(matrix, 4)) - 3) < 1e-6)
  }

  /// It is no norm: a matrix may stretch an arrow once and yet lead to nothing.
  @Test func aMatrixWhoseSquareIsNothing() throws {
    #expect(try #require(radius([0, 100, 0, 0], 2)) < 1e-6)
  }

  @Test func oneNumber() { #expect(radius([-0.75], 1) == 0.75) }

  @Test(arguments: [Float.nan, .infinity]) func ofNumbersThatAreNoneNothingIsSaid(_ number: Float) {
    #expect(radius([1, number, 0, 1], 2) == nil)
  }

  private func radius(_ cells: [Float], _ count: Int) -> Double? {
    let bench = Bench([Tensor([count, count], cells)], result: [1])
    return withExtendedLifetime(bench) { Kernels.spectralRadius(bench.views[0]) }
  }
}
