import TensorMath
import Testing

/// Pooling and its way back against windows taken one by one.
@Suite struct PoolingKernelTests {
  static let windows = [
    Window(height: 2, width: 2, stride: 2), Window(height: 2, width: 2, stride: 1),
    Window(height: 2, width: 2, stride: 2, padding: 1), Window(height: 3, width: 3, stride: 2, padding: 1),
    Window(height: 3, width: 2, stride: 3), Window(height: 1, width: 1), Window(height: 4, width: 4, stride: 4),
  ]
  /// Rows of one window to many, with and without a pixel left over; four pixels across are a case of their own.
  static let images = [
    (2, 2), (3, 3), (4, 4), (5, 4), (2, 4), (8, 8), (6, 7), (4, 9), (7, 12), (5, 15), (28, 28), (2, 33), (4, 6),
  ]

  @Test(arguments: windows)
  func everyGeometryIsRight(_ window: Window) {
    for (turn, image) in Self.images.enumerated() {
      guard let places = window.places(onHeight: image.0, width: image.1) else { continue }
      let (batch, channels) = ([1, 3, 2][turn % 3], [1, 2, 3, 1][turn % 4])
      check(window, [batch, channels, image.0, image.1], [batch, channels, places.down, places.across])
    }
  }

  private func check(_ window: Window, _ image: Shape, _ pooled: Shape) {
    // Few different numbers, so that there are ties; some NaN.
    let x = Tensor(
      image, randomTensor(image, seed: 1).values.enumerated().map { $0 % 37 == 5 ? .nan : ($1 * 2).rounded() })
    let upstream = randomTensor(pooled, seed: 2)
    let places = (pooled.dimensions[2], pooled.dimensions[3])
    let windows = ReferenceKernels.windows(image, window, places: places)
    let winners = windows.map { pixels in
      pixels.first { x[$0.pixel].isNaN }
        ?? pixels.reduce(pixels[0]) { x[$1.pixel] > x[$0.pixel] ? $1 : $0 }
    }
    let count = Float(window.height * window.width)

    let maxima = Bench([x, Tensor(pooled, repeating: 0)], result: pooled)
    let winnerBench = Bench([x], result: pooled)
    Kernels.maximumPool(maxima.views[0], window, into: maxima.result, winners: winnerBench.result)
    expect(maxima, winners.map { x[$0.pixel] }, "maxima, \(image), \(window)")
    expect(winnerBench, winners.map { Float($0.tap) }, "winners, \(image), \(window)")

    let back = Bench([Tensor(pooled, winners.map { Float($0.tap) }), upstream], result: image)
    Kernels.maximumPoolBackward(winners: back.views[0], upstream: back.views[1], window, into: back.result)
    var routed = [Float](repeating: 0, count: image.count)
    for (place, winner) in winners.enumerated() { routed[winner.pixel] += upstream[place] }
    expect(back, routed, "gradient of the maxima, \(image), \(window)")

    let means = Bench([x], result: pooled)
    Kernels.averagePool(means.views[0], window, into: means.result)
    expect(means, windows.map { $0.reduce(0) { $0 + x[$1.pixel] } / count }, "means, \(image), \(window)")

    let spread = Bench([upstream], result: image)
    Kernels.averagePoolBackward(upstream: spread.views[0], window, into: spread.result)
    var shares = [Float](repeating: 0, count: image.count)
    for (place, pixels) in windows.enumerated() {
      for (_, pixel) in pixels { shares[pixel] += upstream[place] / count }
    }
    expect(spread, shares, "gradient of the means, \(image), \(window)")
  }

  private func expect(_ bench: Bench, _ expected: [Float], _ what: String) {
    let found = bench.values
    let wrong = found.indices.first {
      found[$0].isNaN != expected[$0].isNaN || abs(found[$0] - expected[$0]) > 1e-6 * max(1, abs(expected[$0]))
    }
    #expect(wrong == nil, "\(what): cell \(wrong ?? 0) is \(found[wrong ?? 0]), expected \(expected[wrong ?? 0])")
    #expect(bench.guardsStand, "\(what): wrote beside its result")
  }

  /// A mean over a whole image is as exact as a float can be.
  @Test func globalMeansKeepTheirDigits() {
    let x = Tensor([1, 1, 200, 200], randomTensor([1, 1, 200, 200], seed: 3).values.map(abs))
    let bench = Bench([x], result: [1, 1, 1, 1])
    Kernels.averagePool(bench.views[0], Window(height: 200, width: 200), into: bench.result)
    let exact = x.values.reduce(0.0) { $0 + Double($1) } / 40_000
    #expect(abs(Double(bench.values[0]) - exact) <= 1e-7 * exact)
  }

  @Test func channelSumsAreRight() {
    for (batch, channels, area) in [(1, 1, 1), (3, 2, 5), (32, 16, 16), (7, 3, 37)] {
      let x = randomTensor([batch, channels, 1, area], seed: 4)
      let bench = Bench([x], result: [channels])
      Kernels.sumChannels(bench.views[0], into: bench.result)
      let expected = (0..<channels).map { channel in
        Float(
          (0..<batch).reduce(0.0) { sum, image in
            let start = (image * channels + channel) * area
            return x.values[start..<start + area].reduce(sum) { $0 + Double($1) }
          })
      }
      expect(bench, expected, "channel sums")
    }
  }
}
