import Foundation
import TensorMath
import Testing

/// Gates against the C library's functions, at every width and wherever their block stands.
@Suite struct GateKernelTests {
  static let functions: [GateFunction] = [.sigmoid, .tanh, .identity]

  private func value(_ function: GateFunction, _ x: Double) -> Double {
    switch function {
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: tanh(x)
    case .identity: x
    }
  }

  private func slope(_ function: GateFunction, _ y: Double) -> Double {
    switch function {
    case .sigmoid: y * (1 - y)
    case .tanh: 1 - y * y
    case .identity: 1
    }
  }

  @Test(arguments: functions, 1...40)
  func gatesAreRight(_ function: GateFunction, _ width: Int) {
    let (rows, row, column) = (3, 2, 5)
    let (a, b) = (randomTensor([7, width + 9], seed: 1), randomTensor([5, width + 1], seed: 2))
    for isSum in [false, true] {
      let bench = Bench([a, b], result: [rows, width])
      Kernels.gate(
        function, bench.views[0], at: BlockStart(row: row, column: column),
        plus: isSum ? (bench.views[1], BlockStart(row: 1, column: 1)) : nil, into: bench.result)
      #expect(bench.guardsStand)
      for cell in 0..<rows * width {
        let (r, c) = (cell / width, cell % width)
        let sum = Double(a[row + r, column + c]) + (isSum ? Double(b[1 + r, 1 + c]) : 0)
        let expected = value(function, sum)
        #expect(abs(Double(bench.values[cell]) - expected) < 4e-7 * max(abs(expected), 1), "\(isSum) \(r) \(c)")
      }
    }
  }

  /// What stands beside the block keeps its numbers.
  @Test(arguments: functions, [1, 7, 8, 15, 16, 17, 33])
  func gradientsFillTheirBlock(_ function: GateFunction, _ width: Int) {
    let (rows, all) = (2, width + 4)
    let (output, upstream) = (randomTensor([rows, width], seed: 3), randomTensor([rows, width], seed: 4))
    let bench = Bench([output, upstream], result: [5, all])
    bench.result.fill(7)
    Kernels.gateBackward(
      function, output: bench.views[0], upstream: bench.views[1], into: bench.result, at: BlockStart(row: 1, column: 3))
    #expect(bench.guardsStand)
    for cell in 0..<5 * all {
      let (r, c) = (cell / all - 1, cell % all - 3)
      let isInside = (0..<rows).contains(r) && (0..<width).contains(c)
      let expected = isInside ? Double(upstream[r, c]) * slope(function, Double(output[r, c])) : 7
      #expect(abs(Double(bench.values[cell]) - expected) < 1e-6 * max(abs(expected), 1))
    }
  }

  /// The sums of a time step: what the input says comes on top of the product.
  @Test(arguments: [1, 2, 3, 4, 7, 8, 13, 16, 24, 31, 40])
  func stateTransfersAreRight(_ sums: Int) {
    for (batch, units) in [(1, 1), (3, 5), (9, 4), (16, 20)] {
      let (x, state) = (randomTensor([3 * batch, sums], seed: 5), randomTensor([batch, units], seed: 6))
      let (weights, bias) = (randomTensor([units, sums], seed: 7), randomTensor([sums], seed: 8))
      let bench = Bench([x, state, weights, bias], result: [batch, sums])
      Kernels.stateTransfer(
        bench.views[0], fromRow: batch, state: bench.views[1], weights: bench.views[2], bias: bench.views[3],
        into: bench.result)
      #expect(bench.guardsStand)
      let product = ReferenceKernels.affine(state, weights, bias: bias)
      for row in 0..<batch {
        for column in 0..<sums {
          let expected = product[row, column] + x[batch + row, column]
          #expect(abs(bench.values[row * sums + column] - expected) < 1e-5, "\(batch)×\(units) row \(row)")
        }
      }
    }
  }
}
