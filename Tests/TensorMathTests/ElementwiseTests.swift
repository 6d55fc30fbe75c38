import Foundation
import TensorMath
import Testing

/// The elementwise functions: against double precision, at their extremes, and the same bits wherever
/// in an array a number stands.
@Suite struct ElementwiseTests {
  struct Function: Sendable, CustomTestStringConvertible {
    let name: String
    let apply: @Sendable (View, MutableView) -> Void
    let exact: @Sendable (Double) -> Double
    /// Allowed relative error, where the result is a normal float.
    let tolerance: Double
    var testDescription: String { name }
  }

  static let functions = [
    Function(name: "exp", apply: { Kernels.exp($0, into: $1) }, exact: { exp($0) }, tolerance: 2e-7),
    Function(name: "tanh", apply: { Kernels.tanh($0, into: $1) }, exact: { tanh($0) }, tolerance: 5e-7),
    Function(
      name: "sigmoid", apply: { Kernels.sigmoid($0, into: $1) }, exact: { 1 / (1 + exp(-$0)) }, tolerance: 5e-7),
    Function(
      name: "softplus", apply: { Kernels.softplus($0, into: $1) },
      exact: { max($0, 0) + log1p(exp(-abs($0))) }, tolerance: 5e-7),
    Function(
      name: "gelu", apply: { Kernels.gelu($0, into: $1) }, exact: { $0 * 0.5 * erfc(-$0 / 2.0.squareRoot()) },
      tolerance: 1e-6),
    Function(
      name: "relu", apply: { Kernels.leakyReLU($0, slope: 0, into: $1) }, exact: { max(0, $0) }, tolerance: 0),
    Function(
      name: "leaky ReLU", apply: { Kernels.leakyReLU($0, slope: 0.25, into: $1) }, exact: { $0 > 0 ? $0 : 0.25 * $0 },
      tolerance: 0),
    Function(
      name: "hard shrink", apply: { Kernels.hardShrink($0, threshold: 0.5, into: $1) },
      exact: { abs($0) > 0.5 ? $0 : 0 }, tolerance: 0),
    Function(name: "step", apply: { Kernels.step($0, into: $1) }, exact: { $0 > 0 ? 1 : 0 }, tolerance: 0),
  ]

  @Test(arguments: functions)
  func valuesAreRight(_ function: Function) {
    let inputs = (-8000...8000).map { Float($0) / 1000 } + (-80...80).map { Float($0) }
    let bench = Bench([Tensor([inputs.count], inputs)], result: [inputs.count])
    function.apply(bench.views[0], bench.result)
    for (x, y) in zip(inputs, bench.values) {
      let exact = function.exact(Double(x))
      // Below the smallest normal float, 0 will do.
      guard abs(Double(y) - exact) <= function.tolerance * abs(exact) + 1.2e-38 else {
        Issue.record("\(function.name)(\(x)) is \(y), expected \(exact)")
        return
      }
    }
  }

  /// Arrays of every length and place around a vector's width.
  @Test(arguments: functions)
  func bitsDoNotDependOnThePlace(_ function: Function) {
    let numbers = randomTensor([70], seed: 21, spread: 3)
    let whole = Bench([numbers], result: [70])
    function.apply(whole.views[0], whole.result)
    for start in 0..<18 {
      for count in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 52] {
        let part = Array(numbers.values[start..<start + count])
        let bench = Bench([Tensor([count], part)], result: [count], offset: start)
        function.apply(bench.views[0], bench.result)
        #expect(bits(bench.values) == bits(Array(whole.values[start..<start + count])), "\(count) from \(start)")
        #expect(bench.guardsStand, "\(function.name) of \(count) numbers wrote beside its result")
      }
    }
  }

  @Test(arguments: functions)
  func aResultMayTakeThePlaceOfItsInput(_ function: Function) {
    let numbers = randomTensor([37], seed: 22, spread: 2)
    let apart = Bench([numbers], result: [37])
    function.apply(apart.views[0], apart.result)
    let inPlace = Bench([], result: [37])
    inPlace.result.copy(numbers.values)
    function.apply(inPlace.result.readable, inPlace.result)
    #expect(bits(inPlace.values) == bits(apart.values))
  }

  @Test func extremesStayInRange() {
    let extremes: [Float] = [-.infinity, -1e30, -1000, -104, -88.8, 88.8, 104, 1000, 1e30, .infinity]
    func values(_ kernel: (View, MutableView) -> Void) -> [Float] {
      let bench = Bench([Tensor([extremes.count], extremes)], result: [extremes.count])
      kernel(bench.views[0], bench.result)
      return bench.values
    }
    let sigmoid = values { Kernels.sigmoid($0, into: $1) }
    #expect(sigmoid.prefix(5).allSatisfy { $0 >= 0 && $0 < 1e-38 } && sigmoid.suffix(5).allSatisfy { $0 == 1 })
    #expect(values { Kernels.tanh($0, into: $1) } == [-1, -1, -1, -1, -1, 1, 1, 1, 1, 1])
    let exponential = values { Kernels.exp($0, into: $1) }
    #expect(exponential.prefix(4).allSatisfy { $0 == 0 } && exponential.suffix(4).allSatisfy { $0 == .infinity })
    let softplus = values { Kernels.softplus($0, into: $1) }
    #expect(softplus.suffix(5) == extremes.suffix(5) && softplus.prefix(5).allSatisfy { $0 >= 0 && $0 < 1e-38 })
    #expect(values { Kernels.leakyReLU($0, slope: 0, into: $1) } == [0, 0, 0, 0, 0] + extremes.suffix(5))
  }

  @Test(arguments: functions)
  func notANumberStaysNotANumber(_ function: Function) {
    for count in [1, 3, 16, 19] {
      let bench = Bench([Tensor([count], repeating: .nan)], result: [count])
      bench.result.fill(0)
      function.apply(bench.views[0], bench.result)
      #expect(bench.values.allSatisfy { $0.isNaN }, "\(function.name)")
    }
  }

  /// 1 − y² of a float near 1 has few digits left: the slope of tanh(5) was off by 0.03 %.
  @Test func slopesOfSaturatedUnitsKeepTheirDigits() {
    let outputs: [Float] = [0.9, 0.99, 0.9999, 0.999999, -0.99999, 0.3, 0]
    let bench = Bench([Tensor([7], outputs), Tensor([7], repeating: 1)], result: [7])
    Kernels.tanhBackward(output: bench.views[0], upstream: bench.views[1], into: bench.result)
    for (y, slope) in zip(outputs, bench.values) {
      let exact = 1 - Double(y) * Double(y)
      #expect(abs(Double(slope) - exact) <= 2e-7 * exact)
    }
    let squashed: [Float] = [1e-6, 0.5, 0.999999, 0.3, 0, 1, 0.9]
    let second = Bench([Tensor([7], squashed), Tensor([7], repeating: 2)], result: [7])
    Kernels.sigmoidBackward(output: second.views[0], upstream: second.views[1], into: second.result)
    for (y, slope) in zip(squashed, second.values) {
      let exact = 2 * Double(y) * (1 - Double(y))
      #expect(abs(Double(slope) - exact) <= 2e-7 * exact)
    }
  }

  /// 0.5 + 0.5 · erf(x / √2) had lost all digits of gelu(−6).
  @Test func geluKeepsItsDigitsFarBelowZero() {
    let inputs: [Float] = [-3, -4, -5, -6, -8, -10]
    let bench = Bench([Tensor([6], inputs), Tensor([6], repeating: 1)], result: [6])
    Kernels.geluBackward(bench.views[0], upstream: bench.views[1], into: bench.result)
    for (x, slope) in zip(inputs.map(Double.init), bench.values) {
      let exact = 0.5 * erfc(-x / 2.0.squareRoot()) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      #expect(abs(Double(slope) - exact) <= 1e-5 * abs(exact))
    }
  }
}
