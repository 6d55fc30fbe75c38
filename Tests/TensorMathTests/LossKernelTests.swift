import Foundation
import TensorMath
import Testing

@Suite struct LossKernelTests {
  @Test(arguments: [1, 2, 7, 8, 9, 16, 33, 70])
  func binaryCrossEntropyIsRight(_ count: Int) {
    let logits = randomTensor([count, 1], seed: 51, spread: 6)
    let targets = Tensor([count, 1], (0..<count).map { $0 % 3 == 0 ? 1 : $0 % 3 == 1 ? 0 : 0.25 })
    let bench = Bench([logits, targets], result: [count, 1])
    let loss = Kernels.binaryCrossEntropy(bench.views[0], bench.views[1], probabilities: bench.result)
    var exact = 0.0
    for cell in 0..<count {
      let (z, y) = (Double(logits[cell]), Double(targets[cell]))
      exact += y * log1p(exp(-z)) + (1 - y) * log1p(exp(z))
      let p = 1 / (1 + exp(-z))
      #expect(abs(Double(bench.values[cell]) - p) <= 5e-7 * p)
    }
    #expect(abs(Double(loss) - exact / Double(count)) <= 1e-6 * exact / Double(count))
    #expect(bench.guardsStand)
  }

  @Test func binaryCrossEntropyDoesNotOverflow() {
    let logits: [Float] = [-1e30, -200, 200, 1e30, -1e30, 1e30]
    let bench = Bench([Tensor([6, 1], logits), Tensor([6, 1], [0, 0, 1, 1, 1, 0])], result: [6, 1])
    let loss = Kernels.binaryCrossEntropy(bench.views[0], bench.views[1], probabilities: bench.result)
    #expect(bench.values == [0, 0, 1, 1, 0, 1])
    #expect(abs(loss - 2e30 / 6) < 1e24)
  }

  /// The loss of a sample that the network is sure of: 1 − p is far below a float's last place at 1.
  @Test func smallSurprisesKeepTheirDigits() {
    for gap in [5.0, 12, 20, 40, 80] as [Float] {
      let bench = Bench([Tensor([1, 3], [gap, 0, -1]), Tensor([1], [0])], result: [1, 3])
      let loss = Kernels.softmaxCrossEntropy(bench.views[0], bench.views[1], probabilities: bench.result)
      let exact = log1p(exp(-Double(gap)) + exp(-1 - Double(gap)))
      #expect(abs(Double(loss) - exact) <= 1e-6 * exact, "gap \(gap)")
    }
  }

  @Test func largeSurprisesDoNotOverflow() {
    for gap in [50.0, 120, 1e6, 1e30] as [Float] {
      let bench = Bench([Tensor([1, 3], [gap, 0, -1]), Tensor([1], [1])], result: [1, 3])
      let loss = Kernels.softmaxCrossEntropy(bench.views[0], bench.views[1], probabilities: bench.result)
      #expect(abs(loss - gap) <= 1e-6 * gap)
      #expect(Kernels.negativeLogProbability(bench.views[0], row: 0, label: 1) == Double(gap))
    }
  }

  @Test(arguments: [(1, 2), (3, 1), (5, 3), (17, 10), (64, 70)])
  func softmaxCrossEntropyIsRight(_ rows: Int, _ columns: Int) {
    let logits = randomTensor([rows, columns], seed: 52, spread: 3)
    let targets = Tensor([rows], (0..<rows).map { Float($0 * 7 % columns) })
    let bench = Bench([logits, targets], result: [rows, columns])
    let loss = Kernels.softmaxCrossEntropy(bench.views[0], bench.views[1], probabilities: bench.result)
    var exact = 0.0
    for row in 0..<rows {
      let total = logits.row(row).reduce(0.0) { $0 + exp(Double($1)) }
      exact += log(total) - Double(logits[row, Int(targets[row])])
    }
    #expect(abs(Double(loss) - exact / Double(rows)) <= 1e-6 * abs(exact) / Double(rows) + 1e-12)
    let gradient = Bench([Tensor([rows, columns], bench.values), targets], result: [rows, columns])
    Kernels.softmaxCrossEntropyBackward(
      probabilities: gradient.views[0], gradient.views[1], upstream: 2, into: gradient.result)
    for cell in 0..<rows * columns {
      let isLabel = Int(targets[cell / columns]) == cell % columns
      let exact = 2 * (Double(bench.values[cell]) - (isLabel ? 1 : 0)) / Double(rows)
      #expect(abs(Double(gradient.values[cell]) - exact) <= 3e-7 * abs(exact))
    }
  }

  /// Rows without a target leave the others' numbers as they would be alone, to the last bit.
  @Test func rowsWithoutTargetDoNotCount() {
    let (all, some) = (randomTensor([5, 7], seed: 83), [1, 3, 4])
    let classes: [Float] = [-1, 6, -1, 0, 2]
    let alone = Tensor([3, 7], some.flatMap { Array(all.row($0)) })
    func lossAndGradient(_ logits: Tensor, _ targets: [Float], _ smoothing: Float) -> (Float, [Float]) {
      let bench = Bench([logits, Tensor([targets.count], targets)], result: logits.shape)
      let loss = Kernels.softmaxCrossEntropy(
        bench.views[0], bench.views[1], smoothing: smoothing, probabilities: bench.result)
      let after = Bench([Tensor(logits.shape, bench.values), Tensor([targets.count], targets)], result: logits.shape)
      Kernels.softmaxCrossEntropyBackward(
        probabilities: after.views[0], after.views[1], smoothing: smoothing, upstream: 1.5, into: after.result)
      #expect(bench.guardsStand && after.guardsStand)
      return (loss, after.values)
    }
    for smoothing in [0, 0.1] as [Float] {
      let (loss, gradient) = lossAndGradient(all, classes, smoothing)
      let (lossAlone, gradientAlone) = lossAndGradient(alone, some.map { classes[$0] }, smoothing)
      #expect(bits([loss]) == bits([lossAlone]))
      let rows = (0..<5).map { Array(gradient[$0 * 7..<($0 + 1) * 7]) }
      #expect(bits(some.flatMap { rows[$0] }) == bits(gradientAlone))
      #expect(rows[0] + rows[2] == [Float](repeating: 0, count: 14))
    }
  }

  @Test func notANumberSpreadsIntoTheLoss() {
    let bench = Bench([Tensor([2, 2], [1, .nan, 0, 1]), Tensor([2], [0, 1])], result: [2, 2])
    #expect(Kernels.softmaxCrossEntropy(bench.views[0], bench.views[1], probabilities: bench.result).isNaN)
    let binary = Bench([Tensor([2, 1], [.nan, 1]), Tensor([2, 1], [0, 1])], result: [2, 1])
    #expect(Kernels.binaryCrossEntropy(binary.views[0], binary.views[1], probabilities: binary.result).isNaN)
    #expect(binary.values[0].isNaN)
  }

  @Test func errorsOfNumbersAreMeans() {
    let bench = Bench([Tensor([4, 1], [1, 2, 3, 4]), Tensor([4, 1], [1, 0, 6, 4.5])], result: [4, 1])
    #expect(Kernels.squaredError(bench.views[0], bench.views[1]) == 3.3125)
    #expect(Kernels.absoluteError(bench.views[0], bench.views[1]) == 1.375)
    Kernels.squaredErrorBackward(bench.views[0], bench.views[1], upstream: 3, into: bench.result)
    #expect(bench.values == [0, 3, -4.5, -0.75])
    Kernels.absoluteErrorBackward(bench.views[0], bench.views[1], upstream: 2, into: bench.result)
    #expect(bench.values == [0, 0.5, -0.5, -0.5])
  }
}
