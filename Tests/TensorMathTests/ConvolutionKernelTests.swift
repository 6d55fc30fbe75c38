import TensorMath
import Testing

/// The three kernels of a convolution against plain loops in double precision.
@Suite struct ConvolutionKernelTests {
  struct Case: CustomStringConvertible {
    var batch = 1
    var channels = (ins: 1, outs: 1)
    var image = (height: 5, width: 7)
    var window: Window

    var description: String {
      "batch \(batch), \(channels.ins) → \(channels.outs) channels, image \(image), \(window)"
    }
  }

  static let sizes = [(1, 1), (2, 2), (3, 3), (5, 5), (1, 3), (3, 2), (5, 1), (4, 7)]

  /// Every kernel size, stride and padding; batches, channels and images take turns.
  @Test(arguments: sizes)
  func everyGeometryIsRight(_ height: Int, _ width: Int) {
    let batches = [1, 3, 9, 21, 5, 32]
    let channels = [(1, 1), (2, 3), (3, 2), (1, 8), (7, 1)]
    let images = [(5, 7), (9, 4), (1, 13), (6, 6), (2, 3), (11, 8), (1, 1)]
    var turn = 0
    for stride in 1...3 {
      for padding in 0...2 {
        let window = Window(height: height, width: width, stride: stride, padding: padding)
        for image in images where window.places(onHeight: image.0, width: image.1) != nil {
          check(
            Case(
              batch: batches[turn % batches.count], channels: channels[turn % channels.count], image: image,
              window: window))
          turn += 1
        }
      }
    }
  }

  /// Every number of channels at once that the loops have, and every way to put a batch into vectors.
  @Test(arguments: [1, 2, 3, 4, 6, 8, 16, 17, 30])
  func everyNumberOfChannelsIsRight(_ channels: Int) {
    let window = Window(height: 3, width: 3, stride: 1, padding: 1)
    check(Case(batch: 2, channels: (channels, 2), image: (4, 5), window: window))
    check(Case(batch: 7, channels: (3, channels), image: (4, 5), window: window))
    check(Case(batch: 1, channels: (channels, channels), image: (3, 3), window: window))
  }

  @Test(arguments: [1, 3, 4, 8, 9, 16, 20, 24, 29, 32, 33, 64])
  func everyBatchIsRight(_ batch: Int) {
    let window = Window(height: 2, width: 3, stride: 1, padding: 1)
    check(Case(batch: batch, channels: (2, 3), image: (5, 4), window: window))
  }

  /// Batches whose kernel's gradient is added up from parts.
  @Test(arguments: [31, 33, 48, 65, 75])
  func largeBatchesAreRight(_ batch: Int) {
    let window = Window(height: 3, width: 3, stride: 1, padding: 1)
    check(Case(batch: batch, channels: (3, 5), image: (14, 13), window: window))
  }

  @Test func theNetworksOfTheLessonsAreRight() {
    let small = Window(height: 3, width: 3, stride: 1, padding: 1)
    check(Case(batch: 32, channels: (1, 8), image: (8, 8), window: small))
    check(Case(batch: 32, channels: (8, 16), image: (4, 4), window: small))
    check(Case(batch: 2, channels: (1, 6), image: (28, 28), window: Window(height: 5, width: 5, padding: 2)))
    check(Case(batch: 2, channels: (6, 16), image: (14, 14), window: Window(height: 5, width: 5)))
  }

  /// Sums so long that one float would lose too much: 33 · 40 · 40 products of one sign for a number of the kernel's
  /// gradient, 90 · 9 for a pixel.
  @Test func longSumsKeepTheirDigits() {
    let window = Window(height: 3, width: 3, padding: 1)
    check(Case(batch: 33, channels: (1, 1), image: (40, 40), window: window), positive: true)
    check(Case(batch: 1, channels: (90, 2), image: (3, 3), window: window), positive: true)
    check(Case(batch: 1, channels: (2, 90), image: (3, 3), window: window), positive: true)
  }

  private func check(_ given: Case, positive: Bool = false) {
    let (window, (ins, outs)) = (given.window, given.channels)
    guard let places = window.places(onHeight: given.image.height, width: given.image.width) else { return }
    func tensor(_ shape: Shape, seed: UInt64) -> Tensor {
      let tensor = randomTensor(shape, seed: seed)
      return positive ? magnitudes(tensor) : tensor
    }
    let x = tensor([given.batch, ins, given.image.height, given.image.width], seed: 1)
    let kernel = tensor([outs, ins, window.height, window.width], seed: 2)
    let bias = tensor([outs], seed: 3)
    let upstream = tensor([given.batch, outs, places.down, places.across], seed: 4)
    let (stride, padding) = (window.stride, window.padding)

    for bias in [bias, nil] {
      compare([x, kernel] + (bias.map { [$0] } ?? []), "convolution, \(given)") { tensors in
        ReferenceKernels.convolution(
          tensors[0], tensors[1], bias: bias == nil ? nil : tensors[2], stride: stride, padding: padding,
          places: places)
      } kernel: { views, y in
        Kernels.convolution(
          views[0], views[1], bias: bias == nil ? nil : views[2], stride: stride, padding: padding, into: y)
      }
    }
    compare([upstream, kernel], "gradient of the image, \(given)") {
      ReferenceKernels.convolutionInputGradient($0[0], $0[1], stride: stride, padding: padding, image: x.shape)
    } kernel: {
      Kernels.convolutionInputGradient($0[0], $0[1], stride: stride, padding: padding, into: $1)
    }
    compare([x, upstream], "gradient of the kernel, \(given)") {
      ReferenceKernels.convolutionKernelGradient($0[0], $0[1], stride: stride, padding: padding, kernel: kernel.shape)
    } kernel: {
      Kernels.convolutionKernelGradient($0[0], $0[1], stride: stride, padding: padding, into: $1)
    }
  }

  /// The kernel's result against the oracle's, within 1e-6 of what was added up.
  private func compare(
    _ inputs: [Tensor], _ what: String, oracle: ([Tensor]) -> Tensor, kernel: ([View], MutableView) -> Void
  ) {
    let expected = oracle(inputs)
    let magnitude = oracle(inputs.map(magnitudes))
    let bench = Bench(inputs, result: expected.shape)
    kernel(bench.views, bench.result)
    let found = bench.values
    let wrong = found.indices.first { !(abs(found[$0] - expected[$0]) <= 1e-6 * magnitude[$0]) }
    #expect(wrong == nil, "\(what): cell \(wrong ?? 0) is \(found[wrong ?? 0]), expected \(expected[wrong ?? 0])")
    #expect(bench.guardsStand, "\(what): wrote beside its result")
    for (view, tensor) in zip(bench.views, inputs) {
      #expect(view.values == tensor.values, "\(what): changed an input")
    }
  }

  private func magnitudes(_ tensor: Tensor) -> Tensor { Tensor(tensor.shape, tensor.values.map(abs)) }

  /// An image's numbers have the same bits alone and anywhere in a batch, so that a short last batch does too.
  @Test func anImageDoesNotDependOnItsNeighbors() {
    let kernel = randomTensor([7, 3, 3, 2], seed: 5)
    let x = randomTensor([29, 3, 5, 6], seed: 6)
    let whole = Bench([x, kernel], result: [29, 7, 3, 4])
    Kernels.convolution(whole.views[0], whole.views[1], bias: nil, stride: 2, padding: 1, into: whole.result)
    let back = Bench([Tensor([29, 7, 3, 4], whole.values), kernel], result: x.shape)
    Kernels.convolutionInputGradient(back.views[0], back.views[1], stride: 2, padding: 1, into: back.result)
    for image in 0..<29 {
      let size = 90, outSize = 84
      let alone = Bench(
        [Tensor([1, 3, 5, 6], Array(x.values[image * size..<(image + 1) * size])), kernel], result: [1, 7, 3, 4],
        offset: image % 4)
      Kernels.convolution(alone.views[0], alone.views[1], bias: nil, stride: 2, padding: 1, into: alone.result)
      #expect(bits(alone.values) == bits(Array(whole.values[image * outSize..<(image + 1) * outSize])))
      let aloneBack = Bench([Tensor([1, 7, 3, 4], alone.values), kernel], result: [1, 3, 5, 6])
      Kernels.convolutionInputGradient(
        aloneBack.views[0], aloneBack.views[1], stride: 2, padding: 1, into: aloneBack.result)
      #expect(bits(aloneBack.values) == bits(Array(back.values[image * size..<(image + 1) * size])))
    }
  }

  /// NaN reaches the places whose window covers it, and no other image or place.
  @Test func notANumberSpreads() {
    var x = randomTensor([3, 1, 4, 4], seed: 8)
    x[16] = .nan  // the second image's first pixel
    let kernel = randomTensor([1, 1, 3, 3], seed: 9)
    let bench = Bench([x, kernel], result: [3, 1, 4, 4])
    Kernels.convolution(bench.views[0], bench.views[1], bias: nil, stride: 1, padding: 1, into: bench.result)
    #expect(bench.values.indices.filter { bench.values[$0].isNaN } == [16, 17, 20, 21])
    let gradient = Bench([x, kernel], result: [1, 1, 3, 3])
    Kernels.convolutionKernelGradient(gradient.views[0], bench.views[0], stride: 1, padding: 1, into: gradient.result)
    #expect(gradient.values.contains { $0.isNaN })
  }
}
