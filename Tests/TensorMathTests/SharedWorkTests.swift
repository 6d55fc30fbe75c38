import Synchronization
import Testing

@testable import TensorMath

/// Large kernels are shared out among threads, and nobody can tell from the numbers.
@Suite(.serialized) struct SharedWorkTests {
  /// Runs `body` with so many threads.
  private func with<Result>(threads: Int, _ body: () throws -> Result) rethrows -> Result {
    let before = Kernels.threadCount
    Kernels.useThreads(threads)
    defer { Kernels.useThreads(before) }
    return try body()
  }

  @Test(arguments: [(1, 1), (2, 1), (1000, 1), (1000, 64), (65, 64), (64, 64), (7, 8), (4097, 16)])
  func partsCoverEverythingOnce(_ count: Int, _ unit: Int) {
    let parts = with(threads: 3) {
      let parts = Mutex<[Range<Int>]>([])
      Kernels.shareOut(count, inUnitsOf: unit, work: 1_000_000) { start, length in
        parts.withLock { $0.append(start..<start + length) }
      }
      return parts.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
    }
    #expect(parts.first?.lowerBound == 0 && parts.last?.upperBound == count)
    for (part, next) in zip(parts, parts.dropFirst()) {
      #expect(part.upperBound == next.lowerBound && !part.isEmpty && part.count.isMultiple(of: unit))
    }
    #expect(parts.count == min((count + unit - 1) / unit, 16))
  }

  /// A piece may share out work of its own: whoever has the helpers keeps them.
  @Test func sharingWithinAPieceIsDoneOnTheSpot() {
    let sum = with(threads: 2) {
      let sum = Mutex(0)
      Kernels.shareOut(8, work: 1_000_000) { start, count in
        for outer in start..<start + count {
          Kernels.shareOut(100, work: 1_000_000) { start, count in
            let part = (start..<start + count).reduce(0, +)
            sum.withLock { $0 += part * (outer + 1) }
          }
        }
      }
      return sum.withLock { $0 }
    }
    #expect(sum == 4950 * 36)
  }

  @Test func smallWorkIsNotCut() {
    let calls = with(threads: 2) {
      let calls = Mutex(0)
      Kernels.shareOut(1000, work: 19_999) { _, _ in calls.withLock { $0 += 1 } }
      return calls.withLock { $0 }
    }
    #expect(calls == 1)
  }

  /// A kernel with large inputs and the shape of its result.
  struct Case: CustomTestStringConvertible {
    let name: String
    let inputs: [Tensor]
    let result: Shape
    let kernel: @Sendable (Bench) -> Void
    var testDescription: String { name }

    init(_ name: String, _ shapes: [Shape], _ result: Shape, _ kernel: @escaping @Sendable (Bench) -> Void) {
      self.name = name
      inputs = shapes.enumerated().map { randomTensor($1, seed: UInt64($0 + 1)) }
      self.result = result
      self.kernel = kernel
    }
  }

  static let cells: Shape = [517, 331]
  static let window = Window(height: 3, width: 3, stride: 1, padding: 1)
  static let cases: [Case] = [
    Case("tanh", [cells], cells) { Kernels.tanh($0.views[0], into: $0.result) },
    Case("gelu", [cells], cells) { Kernels.gelu($0.views[0], into: $0.result) },
    Case("gelu backward", [cells, cells], cells) {
      Kernels.geluBackward($0.views[0], upstream: $0.views[1], into: $0.result)
    },
    Case("add", [cells, cells], cells) { Kernels.add($0.views[0], $0.views[1], into: $0.result) },
    Case("copy", [cells], cells) { Kernels.copy($0.views[0], into: $0.result) },
    Case("sgd", [cells, cells], cells) {
      $0.result.copy($0.views[1])
      Kernels.sgd($0.result, $0.views[0], learningRate: 0.1)
    },
    Case("affine", [[203, 131], [131, 67], [67]], [203, 67]) {
      Kernels.affine($0.views[0], $0.views[1], bias: $0.views[2], into: $0.result)
    },
    Case("affine, laid out", [[203, 131], [131, 263], [263]], [203, 263]) {
      Kernels.affine($0.views[0], $0.views[1], bias: $0.views[2], into: $0.result)
    },
    Case("product transposed left", [[1203, 131], [1203, 67]], [131, 67]) {
      Kernels.productTransposedLeft($0.views[0], $0.views[1], into: $0.result)
    },
    Case("product transposed right", [[203, 67], [131, 67]], [203, 131]) {
      Kernels.productTransposedRight($0.views[0], $0.views[1], into: $0.result)
    },
    Case("softmax", [cells], cells) { Kernels.softmaxRows($0.views[0], into: $0.result) },
    Case("softmax backward", [cells, cells], cells) {
      Kernels.softmaxRowsBackward(output: $0.views[0], upstream: $0.views[1], into: $0.result)
    },
    Case("sum of rows", [cells], [331]) { Kernels.sumRows($0.views[0], into: $0.result) },
    Case("row products", [cells, cells], [331]) { Kernels.rowProducts($0.views[0], $0.views[1], into: $0.result) },
    Case("scale and shift rows", [cells, [331], [331]], cells) {
      Kernels.scaleAndShiftRows($0.views[0], scale: $0.views[1], shift: $0.views[2], into: $0.result)
    },
    Case("normalize rows backward", [cells, [517], cells], cells) {
      Kernels.normalizeRowsBackward(
        output: $0.views[0], deviation: $0.views[1], upstream: $0.views[2], into: $0.result)
    },
    Case("causal mask", [[9, 4, 70, 70]], [9, 4, 70, 70]) {
      Kernels.causalMask($0.views[0], masked: -1, into: $0.result)
    },
    Case("head scores", [[9, 65, 48], [9, 70, 48]], [9, 4, 65, 70]) {
      Kernels.headScores($0.views[0], $0.views[1], heads: 4, into: $0.result)
    },
    Case("head mixture", [[9, 4, 65, 70], [9, 70, 48]], [9, 65, 48]) {
      Kernels.headMixture($0.views[0], $0.views[1], heads: 4, into: $0.result)
    },
    Case("head transposed mixture", [[9, 4, 65, 70], [9, 65, 48]], [9, 70, 48]) {
      Kernels.headTransposedMixture($0.views[0], $0.views[1], heads: 4, into: $0.result)
    },
    Case("convolution", [[45, 3, 14, 14], [5, 3, 3, 3], [5]], [45, 5, 14, 14]) {
      Kernels.convolution($0.views[0], $0.views[1], bias: $0.views[2], stride: 1, padding: 1, into: $0.result)
    },
    Case("convolution, image's gradient", [[45, 5, 14, 14], [5, 3, 3, 3]], [45, 3, 14, 14]) {
      Kernels.convolutionInputGradient($0.views[0], $0.views[1], stride: 1, padding: 1, into: $0.result)
    },
    Case("convolution, kernel's gradient", [[75, 3, 14, 14], [75, 5, 14, 14]], [5, 3, 3, 3]) {
      Kernels.convolutionKernelGradient($0.views[0], $0.views[1], stride: 1, padding: 1, into: $0.result)
    },
    Case("average pooling", [[45, 5, 30, 30]], [45, 5, 30, 30]) {
      Kernels.averagePool($0.views[0], window, into: $0.result)
    },
    Case("average pooling backward", [[45, 5, 30, 30]], [45, 5, 30, 30]) {
      Kernels.averagePoolBackward(upstream: $0.views[0], window, into: $0.result)
    },
  ]

  /// Several times with two and three threads, since who computes which piece is chance.
  @Test(arguments: cases)
  func theBitsDoNotDependOnTheThreads(_ test: Case) {
    func result(threads: Int) -> [UInt32] {
      with(threads: threads) {
        let bench = Bench(test.inputs, result: test.result)
        test.kernel(bench)
        #expect(bench.guardsStand)
        return bits(bench.values)
      }
    }
    let alone = result(threads: 1)
    for threads in [2, 3, 2, 3, 2, 3] { #expect(result(threads: threads) == alone, "\(threads) threads") }
  }

  /// Many who want the helpers at once: one has them, the others do their work themselves.
  @Test func whoeverFindsTheHelpersTakenDoesTheWork() async {
    let test = Self.cases[6]
    Kernels.useThreads(3)
    defer { Kernels.useThreads(1) }
    let results = await withTaskGroup(of: [UInt32].self) { group in
      for _ in 0..<200 {
        group.addTask {
          let bench = Bench(test.inputs, result: test.result)
          test.kernel(bench)
          return bits(bench.values)
        }
      }
      return await group.reduce(into: Set<[UInt32]>()) { $0.insert($1) }
    }
    #expect(results.count == 1)
  }
}
