import TensorMath
import Testing

/// Large products have the same bits every time, however busy the machine is. With two threads
/// OpenBLAS gives other bits for these sizes than with one.
@Suite struct BLASBitsTests {
  @Test(arguments: [(64, 784, 64), (300, 700, 300)])
  func bitsDoNotDependOnOtherThreads(_ rows: Int, _ inner: Int, _ columns: Int) async {
    Kernels.useOneThread()
    #expect(Kernels.blasThreadCount == 1)
    #expect(Kernels.blasDescription.hasPrefix("OpenBLAS"))
    let x = randomTensor([rows, inner], seed: 1)
    let weights = randomTensor([inner, columns], seed: 2)
    let alone = Self.product(x, weights)
    let together = await withTaskGroup(of: [UInt32].self) { group in
      for _ in 0..<6 { group.addTask { Self.product(x, weights) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(together.allSatisfy { $0 == alone })
    #expect(Kernels.blasThreadCount == 1)
  }

  private static func product(_ x: Tensor, _ weights: Tensor) -> [UInt32] {
    let bench = Bench([x, weights], result: [x.shape.rows, weights.shape.columns])
    Kernels.affine(bench.views[0], bench.views[1], bias: nil, into: bench.result)
    return bits(bench.values)
  }
}
