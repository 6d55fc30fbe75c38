import TensorMath
import Testing

@Suite struct TokenKernelTests {
  private let table = Tensor(rows: [[1, 2], [3, 4], [5, 6]])

  private func expect(_ found: [Float], _ expected: [Float]) { #expect(found == expected) }

  @Test func whatIsNoTokenHasNoNumbers() {
    let tokens = Tensor([1, 6], [2, 0, 3, -1, .nan, .infinity])
    let bench = Bench([tokens, table], result: [1, 6, 2])
    Kernels.embed(bench.views[0], bench.views[1], into: bench.result)
    #expect(bench.guardsStand)
    expect(Array(bench.values[..<4]), [5, 6, 1, 2])
    #expect(bench.values[4...].allSatisfy { $0.isNaN })

    let back = Bench([tokens, Tensor([1, 6, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])], result: [3, 2])
    Kernels.embedBackward(back.views[0], upstream: back.views[1], into: back.result)
    #expect(back.guardsStand)
    expect(back.values, [3, 4, 0, 0, 1, 2])
  }

  /// In the order of the positions: other orders give other bits.
  @Test func occurrencesAreAddedInOrder() {
    let upstream: [Float] = [1e8, 1, -1e8, 3, 0.5, 0.25]
    let bench = Bench([Tensor([1, 3], [1, 1, 1]), Tensor([1, 3, 2], upstream)], result: [2, 2])
    Kernels.embedBackward(bench.views[0], upstream: bench.views[1], into: bench.result)
    expect(bench.values, [0, 0, 0.5, 4.25])
  }

  @Test func paddingIsNotCounted() {
    let x = Tensor([2, 3, 2], [1, 2, 3, 4, 100, 200, 7, 8, 9, 10, 11, 12])
    let bench = Bench([x, Tensor([2, 3], [4, 1, 0, 0, 0, 0])], result: [2, 2])
    Kernels.tokenMean(bench.views[0], tokens: bench.views[1], into: bench.result)
    #expect(bench.guardsStand)
    expect(bench.values, [2, 3, 0, 0])
    let back = Bench([Tensor([2, 2], [6, 8, 1, 1]), Tensor([2, 3], [4, 1, 0, 0, 0, 0])], result: [2, 3, 2])
    Kernels.tokenMeanBackward(upstream: back.views[0], tokens: back.views[1], into: back.result)
    #expect(back.guardsStand)
    expect(back.values, [3, 4, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0])
  }
}
