import TensorMath
import Testing

@Suite struct ReductionTests {
  @Test(arguments: [(1, 1), (1, 5), (5, 1), (17, 3), (3, 17), (70, 1), (33, 33), (200, 8)])
  func rowsAreAddedUp(_ rows: Int, _ columns: Int) {
    let x = randomTensor([rows, columns], seed: 31)
    let bench = Bench([x], result: [columns])
    Kernels.sumRows(bench.views[0], into: bench.result)
    for column in 0..<columns {
      let column = (0..<rows).map { Double(x[$0, column]) }.enumerated().reduce(into: (0.0, 0.0, column)) {
        $0.0 += $1.element
        $0.1 += abs($1.element)
      }
      #expect(abs(Double(bench.values[column.2]) - column.0) <= 1e-6 * column.1)
    }
    #expect(bench.guardsStand)
  }

  @Test func repeatingIsTheInverse() {
    let bench = Bench([Tensor([3], [1, 2, 3])], result: [4, 3])
    Kernels.repeatRows(bench.views[0], into: bench.result)
    #expect(bench.values == [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3])
    #expect(bench.guardsStand)
    let back = Bench([Tensor([4, 3], bench.values)], result: [3])
    Kernels.sumRows(back.views[0], into: back.result)
    #expect(back.values == [4, 8, 12])
  }

  @Test func sumsAreInDoublePrecision() {
    // 2²⁴ + 1 is no float; a float sum would stop growing there.
    let x = Tensor([20_000], [16_777_216] + [Float](repeating: 1, count: 19_998) + [-3])
    let bench = Bench([x], result: [1])
    #expect(Kernels.sum(bench.views[0]) == 16_797_211)
    #expect(Kernels.sumOfMagnitudes(bench.views[0]) == 16_797_217)
    #expect(Kernels.sumOfSquares(bench.views[0]) == 0x1p48 + 20_007)
  }

  @Test func sumsAndProductsGoCellByCell() {
    for count in [1, 7, 16, 35] {
      let (a, b) = (randomTensor([count], seed: 32), randomTensor([count], seed: 33))
      let bench = Bench([a, b], result: [count])
      Kernels.add(bench.views[0], bench.views[1], into: bench.result)
      #expect(bench.values == zip(a.values, b.values).map { $0 + $1 })
      Kernels.multiply(bench.views[0], bench.views[1], into: bench.result)
      #expect(bench.values == zip(a.values, b.values).map { $0 * $1 })
      Kernels.scale(bench.views[0], by: -1.5, into: bench.result)
      #expect(bench.values == a.values.map { -1.5 * $0 })
      #expect(bench.guardsStand)
    }
  }
}
