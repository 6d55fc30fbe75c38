import TensorMath
import Testing

@Suite struct RowNormalizationTests {
  @Test(arguments: [(1, 3), (4, 8), (5, 16), (3, 17), (7, 33), (64, 128)])
  func rowsAreNormalizedAndBack(_ rows: Int, _ columns: Int) {
    var x = randomTensor([rows, columns], seed: 101, spread: 3)
    // Numbers that are all but alike, far from 0.
    for column in 0..<columns { x[0, column] = 50 + x[0, column] / 8 }
    let exact = ReferenceKernels.normalizeRows(x, epsilon: 1e-3)
    let y = Bench([x], result: x.shape, offset: 5)
    let (means, deviations) = (Bench([], result: [rows]), Bench([], result: [rows]))
    Kernels.normalizeRows(
      y.views[0], epsilon: 1e-3, into: y.result, mean: means.result, deviation: deviations.result)
    #expect(y.guardsStand && means.guardsStand && deviations.guardsStand)
    for row in 0..<rows {
      #expect(abs(Double(means.values[row]) - exact.mean[row]) <= 1e-7 * abs(exact.mean[row]) + 1e-9)
      #expect(abs(Double(deviations.values[row]) - exact.deviation[row]) <= 1e-6 * exact.deviation[row])
    }
    for cell in 0..<x.shape.count { #expect(abs(y.values[cell] - exact.y[cell]) <= 2e-5) }

    let upstream = randomTensor(x.shape, seed: 102)
    let back = Bench([Tensor(x.shape, y.values), Tensor([rows], deviations.values), upstream], result: x.shape)
    Kernels.normalizeRowsBackward(
      output: back.views[0], deviation: back.views[1], upstream: back.views[2], into: back.result)
    #expect(back.guardsStand)
    let gradient = ReferenceKernels.normalizeRowsBackward(x, upstream: upstream, epsilon: 1e-3)
    for cell in 0..<x.shape.count {
      let scale = Float(1 / exact.deviation[cell / columns])
      #expect(abs(back.values[cell] - gradient[cell]) <= 2e-5 * scale, "\(cell)")
    }
  }

  @Test func aRowOfEqualNumbersIsZero() {
    let bench = Bench([Tensor([1, 20], repeating: 3.5)], result: [1, 20])
    let (mean, deviation) = (Bench([], result: [1]), Bench([], result: [1]))
    Kernels.normalizeRows(
      bench.views[0], epsilon: 1e-5, into: bench.result, mean: mean.result, deviation: deviation.result)
    #expect(bench.values == [Float](repeating: 0, count: 20))
    #expect(mean.values == [3.5] && abs(deviation.values[0] - 0.003162278) < 1e-8)
  }

  @Test(arguments: [(1, 1), (3, 5), (9, 16), (6, 17), (130, 40)])
  func columnsAreScaledAndTheirProductsAdded(_ rows: Int, _ columns: Int) {
    let (x, upstream) = (randomTensor([rows, columns], seed: 103), randomTensor([rows, columns], seed: 104))
    let (scale, shift) = (randomTensor([columns], seed: 105), randomTensor([columns], seed: 106))
    let y = Bench([x, scale, shift], result: x.shape)
    Kernels.scaleAndShiftRows(y.views[0], scale: y.views[1], shift: y.views[2], into: y.result)
    let sums = Bench([upstream, x], result: [columns])
    Kernels.rowProducts(sums.views[0], sums.views[1], into: sums.result)
    #expect(y.guardsStand && sums.guardsStand)
    for cell in 0..<x.shape.count {
      let exact = Double(x[cell]) * Double(scale[cell % columns]) + Double(shift[cell % columns])
      #expect(abs(Double(y.values[cell]) - exact) <= 1e-6)
    }
    for column in 0..<columns {
      let products = (0..<rows).map { Double(upstream[$0, column]) * Double(x[$0, column]) }
      let size = products.reduce(0) { $0 + abs($1) }
      #expect(abs(Double(sums.values[column]) - products.reduce(0, +)) <= 1e-6 * size)
    }
  }
}
