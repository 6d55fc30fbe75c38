import Foundation
import TensorMath
import Testing

@Suite struct SoftmaxTests {
  private func softmax(_ rows: [[Float]]) -> [Float] {
    let x = Tensor(rows: rows)
    let bench = Bench([x], result: x.shape)
    Kernels.softmaxRows(bench.views[0], into: bench.result)
    #expect(bench.guardsStand)
    return bench.values
  }

  @Test(arguments: [1, 2, 3, 8, 17, 70])
  func rowsSumToOneAndAreRight(_ columns: Int) {
    let x = randomTensor([5, columns], seed: 41, spread: 4)
    let y = softmax((0..<5).map { Array(x.row($0)) })
    for row in 0..<5 {
      let powers = x.row(row).map { exp(Double($0)) }
      let total = powers.reduce(0, +)
      for column in 0..<columns {
        let exact = powers[column] / total
        #expect(abs(Double(y[row * columns + column]) - exact) <= 2e-6 * exact)
      }
      #expect(abs(y[row * columns..<(row + 1) * columns].reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test func extremesDoNotOverflow() {
    #expect(softmax([[1e30, -1e30, 0]]) == [1, 0, 0])
    #expect(softmax([[3, 3, 3, 3]]) == [0.25, 0.25, 0.25, 0.25])
    #expect(softmax([[88, 88]]) == [0.5, 0.5])
    #expect(softmax([[-1e30, -1e30]]) == [0.5, 0.5])
    #expect(softmax([[7], [-1e20]]) == [1, 1])
    #expect(softmax([[1, .nan]]).allSatisfy { $0.isNaN })
  }

  @Test func aRowsBitsDoNotDependOnOtherRows() {
    let x = randomTensor([9, 5], seed: 42, spread: 3)
    let whole = softmax((0..<9).map { Array(x.row($0)) })
    for row in 0..<9 { #expect(bits(softmax([Array(x.row(row))])) == bits(Array(whole[row * 5..<row * 5 + 5]))) }
  }

  /// Rows are added up from the first number to the last, whether they are taken one by one or many side by side.
  @Test(arguments: [1, 2, 7, 16, 17, 40, 65])
  func rowsAreAddedInOrder(_ columns: Int) {
    let x = randomTensor([37, columns], seed: 44, spread: 3)
    let y = softmax((0..<37).map { Array(x.row($0)) })
    for row in 0..<37 {
      let largest = x.row(row).reduce(-.infinity, max)
      let bench = Bench([Tensor([columns], x.row(row).map { $0 - largest })], result: [columns])
      Kernels.exp(bench.views[0], into: bench.result)
      let total = bench.values.reduce(0, +)
      #expect(bits(Array(y[row * columns..<(row + 1) * columns])) == bits(bench.values.map { $0 / total }))
    }
  }

  @Test(arguments: [1, 2, 15, 16, 17, 64, 70])
  func gradientsOfRowsAreRight(_ columns: Int) {
    // Rows of every kind: all alike, with a winner, nearly certain.
    let x = randomTensor([9, columns], seed: 45)
    let spread = Tensor(x.shape, (0..<x.shape.count).map { x[$0] * 2 * Float($0 / columns) })
    let y = Tensor(x.shape, softmax((0..<9).map { Array(spread.row($0)) }))
    let upstream = randomTensor(x.shape, seed: 46)
    let bench = Bench([y, upstream], result: x.shape, offset: 3)
    Kernels.softmaxRowsBackward(output: bench.views[0], upstream: bench.views[1], into: bench.result)
    #expect(bench.guardsStand)
    for row in 0..<9 {
      for j in 0..<columns {
        let terms = (0..<columns).map { k -> Double in
          let jacobian = Double(y[row, k]) * ((k == j ? 1 : 0) - Double(y[row, j]))
          return Double(upstream[row, k]) * jacobian
        }
        let size = terms.reduce(0) { $0 + abs($1) }
        #expect(abs(Double(bench.values[row * columns + j]) - terms.reduce(0, +)) <= 1e-6 * size + 1e-37)
      }
    }
  }

  @Test func itsGradientIsTheJacobianTimesTheUpstream() {
    let (y, upstream) = (Tensor(rows: [[0.2, 0.5, 0.3], [0.9, 0.05, 0.05]]), randomTensor([2, 3], seed: 43))
    let bench = Bench([y, upstream], result: [2, 3])
    Kernels.softmaxRowsBackward(output: bench.views[0], upstream: bench.views[1], into: bench.result)
    for row in 0..<2 {
      for j in 0..<3 {
        let exact = (0..<3).reduce(0.0) { sum, k in
          sum + Double(upstream[row, k]) * Double(y[row, k]) * ((k == j ? 1 : 0) - Double(y[row, j]))
        }
        #expect(abs(Double(bench.values[row * 3 + j]) - exact) < 1e-6)
      }
    }
  }

  /// Of a row that is all but certain, the winner's gradient had come out as 0.
  @Test(arguments: [1e-9, 1e-20, 1e-30] as [Float])
  func theWinnersGradientKeepsItsDigits(_ small: Float) {
    let bench = Bench([Tensor([1, 3], [1, small, small / 4]), Tensor([1, 3], [0.7, -1.1, 0.4])], result: [1, 3])
    Kernels.softmaxRowsBackward(output: bench.views[0], upstream: bench.views[1], into: bench.result)
    let exact = 1.1 * Double(small) - 0.4 * Double(small) / 4
    #expect(abs(Double(bench.values[0]) - exact) <= 1e-6 * exact)
    #expect(abs(Double(bench.values[1]) + 1.8 * Double(small)) <= 1e-6 * Double(small))
  }
}
