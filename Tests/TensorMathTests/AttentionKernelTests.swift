import TensorMath
import Testing

@Suite struct AttentionKernelTests {
  /// batch, heads, queries, keys and columns of a head: whole vectors, parts of them, and next to nothing.
  static let sizes = [
    [1, 1, 1, 1, 1], [2, 3, 4, 5, 2], [3, 4, 16, 16, 8], [1, 2, 17, 31, 5], [2, 2, 33, 9, 16], [1, 4, 64, 64, 32],
    [2, 1, 7, 65, 3], [1, 3, 40, 3, 20],
  ]

  private func expectClose(_ bench: Bench, _ exact: Tensor, terms: Int, _ what: String) {
    #expect(bench.guardsStand, "\(what)")
    // Numbers around 1: a sum of n products is off by a few of its terms' last digits.
    let tolerance = 1e-6 * Float(terms).squareRoot() * 4
    for (cell, (found, expected)) in zip(bench.values, exact.values).enumerated() {
      #expect(abs(found - expected) <= tolerance, "\(what): cell \(cell) is \(found), not \(expected)")
    }
  }

  @Test(arguments: sizes)
  func headsAreMultipliedWhereTheyStand(_ sizes: [Int]) {
    let (batch, heads, queries, keys, size) = (sizes[0], sizes[1], sizes[2], sizes[3], sizes[4])
    let q = randomTensor([batch, queries, heads * size], seed: 91)
    let k = randomTensor([batch, keys, heads * size], seed: 92)
    let weights = randomTensor([batch, heads, queries, keys], seed: 93)

    let scores = Bench([q, k], result: weights.shape, offset: 3)
    Kernels.headScores(scores.views[0], scores.views[1], heads: heads, into: scores.result)
    expectClose(scores, ReferenceKernels.headScores(q, k, heads: heads), terms: size, "scores")

    let mixture = Bench([weights, k], result: q.shape, offset: 1)
    Kernels.headMixture(mixture.views[0], mixture.views[1], heads: heads, into: mixture.result)
    expectClose(mixture, ReferenceKernels.headMixture(weights, k, heads: heads), terms: keys, "mixture")

    let transposed = Bench([weights, q], result: k.shape, offset: 2)
    Kernels.headTransposedMixture(transposed.views[0], transposed.views[1], heads: heads, into: transposed.result)
    expectClose(
      transposed, ReferenceKernels.headTransposedMixture(weights, q, heads: heads), terms: queries, "transposed")
  }

  /// A sample's bits are its own, whatever batch it is in.
  @Test func samplesDoNotDependOnEachOther() {
    let (q, k) = (randomTensor([3, 9, 12], seed: 94), randomTensor([3, 9, 12], seed: 95))
    func scores(_ q: Tensor, _ k: Tensor) -> [Float] {
      let bench = Bench([q, k], result: [q.shape.dimensions[0], 2, 9, 9])
      Kernels.headScores(bench.views[0], bench.views[1], heads: 2, into: bench.result)
      return bench.values
    }
    let all = scores(q, k)
    for sample in 0..<3 {
      func part(_ x: Tensor) -> Tensor { Tensor([1, 9, 12], Array(x.values[sample * 108..<(sample + 1) * 108])) }
      #expect(bits(scores(part(q), part(k))) == bits(Array(all[sample * 162..<(sample + 1) * 162])))
    }
  }

  @Test(arguments: [1, 3, 16, 21])
  func laterKeysAreMasked(_ positions: Int) {
    let x = randomTensor([2, 3, positions, positions], seed: 96)
    let bench = Bench([x], result: x.shape)
    Kernels.causalMask(bench.views[0], masked: -7, into: bench.result)
    #expect(bench.guardsStand)
    let expected = x.values.indices.map { cell -> Float in
      cell % positions > cell / positions % positions ? -7 : x[cell]
    }
    #expect(bits(bench.values) == bits(expected))
  }

  @Test func paddingIsMasked() {
    let x = randomTensor([2, 2, 3, 19], seed: 97)
    // The first sample ends after twelve tokens.
    let tokens = Tensor([2, 19], (0..<38).map { (12..<19).contains($0) ? 0 : Float($0 + 1) })
    let bench = Bench([x, tokens], result: x.shape)
    Kernels.paddingMask(bench.views[0], tokens: bench.views[1], masked: -7, into: bench.result)
    #expect(bench.guardsStand)
    let expected = x.values.indices.map { cell -> Float in
      let token = tokens[cell / 114 * 19 + cell % 19]
      return token == 0 ? -7 : x[cell]
    }
    #expect(bits(bench.values) == bits(expected))
  }

  @Test(arguments: [(1, 1), (3, 5), (16, 16), (33, 17), (40, 64)])
  func rowsBecomeColumns(_ rows: Int, _ columns: Int) {
    // A product with the unit matrix on the left of the transpose.
    let x = randomTensor([rows, columns], seed: 98)
    var unit = Tensor([columns, columns], repeating: 0)
    for index in 0..<columns { unit[index, index] = 1 }
    let bench = Bench([unit, x], result: [columns, rows])
    Kernels.productTransposedRight(bench.views[0], bench.views[1], into: bench.result)
    #expect(bench.guardsStand && bench.values == ReferenceKernels.transpose(x).values)
  }
}
