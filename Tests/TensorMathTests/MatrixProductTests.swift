import TensorMath
import Testing

/// The three products of a dense layer against plain loops in double precision.
@Suite struct MatrixProductTests {
  /// rows, inner, columns
  typealias Sizes = (rows: Int, inner: Int, columns: Int)

  /// Every size from 1 to 70 along each axis, with odd sizes along the others.
  @Test(arguments: 1...70)
  func smallProductsAreRight(_ size: Int) {
    for sizes: Sizes in [(size, 9, 5), (5, size, 9), (9, 5, size), (size, size, 1), (1, size, size), (size, 1, 17)] {
      check(sizes)
    }
  }

  /// Around the size from which BLAS takes over, and well beyond it.
  @Test(arguments: [
    (30, 31, 32), (31, 31, 31), (32, 31, 31), (29, 1000, 1), (31, 1000, 1), (1, 1, 29_999), (1, 1, 30_000),
    (1, 30_001, 1),
    (64, 70, 65), (33, 129, 127), (2, 200, 75), (2, 200, 76), (100, 300, 1), (300, 4, 26), (7, 64, 66), (3, 70, 70),
  ])
  func productsAroundTheThresholdAreRight(_ rows: Int, _ inner: Int, _ columns: Int) {
    Kernels.useOneThread()
    check((rows, inner, columns))
  }

  /// Weights that are laid out block by block, and more rows than the caches hold, with odd sizes all around.
  @Test(arguments: [(67, 100, 263), (64, 512, 256), (70, 513, 260), (900, 301, 75), (1203, 131, 130), (1500, 9, 201)])
  func productsBeyondTheCachesAreRight(_ rows: Int, _ inner: Int, _ columns: Int) {
    check((rows, inner, columns))
  }

  private func check(_ sizes: Sizes) {
    let (rows, inner, columns) = sizes
    let x = randomTensor([rows, inner], seed: 1)
    let weights = randomTensor([inner, columns], seed: 2)
    let bias = randomTensor([columns], seed: 3)
    let upstream = randomTensor([rows, columns], seed: 4)

    compare(x, weights, bias: bias, "affine \(sizes)") { bench in
      Kernels.affine(bench.views[0], bench.views[1], bias: bench.views[2], into: bench.result)
    }
    compare(x, weights, bias: nil, "product \(sizes)") { bench in
      Kernels.affine(bench.views[0], bench.views[1], bias: nil, into: bench.result)
    }
    compare(ReferenceKernels.transpose(x), upstream, bias: nil, given: [x, upstream], "left \(sizes)") { bench in
      Kernels.productTransposedLeft(bench.views[0], bench.views[1], into: bench.result)
    }
    compare(
      upstream, ReferenceKernels.transpose(weights), bias: nil, given: [upstream, weights], "right \(sizes)"
    ) { bench in
      Kernels.productTransposedRight(bench.views[0], bench.views[1], into: bench.result)
    }
  }

  /// The kernel's result against a · b + bias, within 1e-6 of what was added up.
  private func compare(
    _ a: Tensor, _ b: Tensor, bias: Tensor?, given: [Tensor]? = nil, _ what: String, _ kernel: (Bench) -> Void
  ) {
    let expected = ReferenceKernels.affine(a, b, bias: bias)
    let magnitude = ReferenceKernels.affine(magnitudes(a), magnitudes(b), bias: bias.map(magnitudes))
    let inputs = given ?? [a, b] + (bias.map { [$0] } ?? [])
    let bench = Bench(inputs, result: expected.shape)
    kernel(bench)
    let found = bench.values
    let wrong = found.indices.first { !(abs(found[$0] - expected[$0]) <= 1e-6 * magnitude[$0]) }
    #expect(wrong == nil, "\(what): cell \(wrong ?? 0) is \(found[wrong ?? 0]), expected \(expected[wrong ?? 0])")
    #expect(bench.guardsStand, "\(what) wrote beside its result")
    for (view, tensor) in zip(bench.views, inputs) { #expect(view.values == tensor.values, "\(what) changed an input") }
  }

  private func magnitudes(_ tensor: Tensor) -> Tensor { Tensor(tensor.shape, tensor.values.map(abs)) }

  /// A sample's numbers are the same wherever in the batch it stands, as long as no BLAS is in it.
  @Test func aRowDoesNotDependOnItsPlace() {
    for (inner, columns) in [(3, 1), (8, 1), (19, 1), (5, 4), (7, 13), (9, 30)] {
      let x = randomTensor([13, inner], seed: 5)
      let weights = randomTensor([inner, columns], seed: 6)
      let bias = randomTensor([columns], seed: 7)
      let whole = Bench([x, weights, bias], result: [13, columns])
      Kernels.affine(whole.views[0], whole.views[1], bias: whole.views[2], into: whole.result)
      for row in 0..<13 {
        let single = Bench(
          [Tensor([1, inner], Array(x.row(row))), weights, bias], result: [1, columns], offset: row % 4)
        Kernels.affine(single.views[0], single.views[1], bias: single.views[2], into: single.result)
        #expect(bits(single.values) == bits(Array(whole.values[row * columns..<(row + 1) * columns])))
      }
    }
  }

  @Test func notANumberSpreads() {
    var x = randomTensor([3, 4], seed: 8)
    x[1, 2] = .nan
    let bench = Bench([x, randomTensor([4, 2], seed: 9)], result: [3, 2])
    Kernels.affine(bench.views[0], bench.views[1], bias: nil, into: bench.result)
    #expect(bench.values.map(\.isNaN) == [false, false, true, true, false, false])
  }
}
