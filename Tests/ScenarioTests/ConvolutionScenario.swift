import Autodiff
import Screen
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// On a projector: one pixel of a feature map taken apart into its nine products, then the gradient of one weight of the
/// kernel taken apart into the windows that made it.
@Suite struct ConvolutionScenario {
  private func learner() throws -> Learner {
    try Learner(lesson: "maps", size: Size(width: 120, height: 36))
  }

  private func values(_ name: String, _ learner: Learner) throws -> [Float] {
    let snapshot = try #require(learner.snapshot)
    let slot = try #require(snapshot.program.slot(named: name))
    return try #require(snapshot.values(of: slot.id))
  }

  @Test func aPixelOfAFeatureMapIsTakenApartIntoNineProducts() throws {
    let learner = try learner()
    try learner.press("n n Down Down Down Right Right")
    #expect(learner.questionName == "conv1.sum[0, 0, 3, 2]")
    let (x, kernel, bias) = (
      try values("features", learner), try values("conv1.kernel", learner), try values("conv1.bias", learner)
    )
    let products = (0..<9).map { tap -> Float in
      let (row, column) = (2 + tap / 3, 1 + tap % 3)
      return x[row * 8 + column] * kernel[tap]
    }
    let expansion = try #require(learner.snapshot?.explanation?.expansion)
    #expect(expansion.terms.count == 10)
    #expect(zip(expansion.terms, products).allSatisfy { abs($0.value - Double($1)) < 1e-6 })
    // The picture has them, too.
    let format = NumberFormat(significantDigits: 2)
    for product in products where product != 0 {
      #expect(learner.lines.contains { $0.contains(format.text(product)) }, "\(product) is not on the screen")
    }
    let sum = products.map(Double.init).reduce(Double(bias[0]), +)
    #expect(learner.text.contains("= \(NumberFormat().text(sum))"))
    // The window lies on rows 2–4, columns 1–3: three pixels of two columns between brackets.
    #expect(learner.lines.filter { $0.contains("[    ]") }.count == 3)
  }

  @Test func termByTermTheSumGrowsAndGoesBack() throws {
    let learner = try learner()
    try learner.press("n")
    var screens: [String] = []
    for _ in 0..<4 {
      try learner.press("s")
      screens.append(learner.text)
      #expect(learner.text.contains("so far"))
    }
    // The first place has four taps on the image and a bias; the tap that was added last is marked.
    #expect(learner.moment?.progress == TermProgress(cell: 0, terms: 4))
    #expect(learner.lines.contains { $0.contains("*]") })
    for screen in screens.dropLast().reversed() {
      try learner.press("S")
      #expect(learner.text == screen)
    }
  }

  @Test func theGradientOfAWeightIsTakenApartIntoTheWindowsThatMadeIt() throws {
    let learner = try learner()
    try learner.press("o o o n n n n n n n n n n Down Right")
    #expect(learner.questionName == "conv1.kernel.gradient[0, 0, 1, 1]")
    let (x, dy, gradient) = (
      try values("features", learner), try values("conv1.sum.gradient", learner),
      try values("conv1.kernel.gradient", learner)
    )
    // The middle weight sees every pixel once: x · ∂y over 64 places of 32 images.
    let images = (0..<32).map { n -> Double in
      var sum = 0.0
      for place in 0..<64 { sum += Double(x[n * 64 + place]) * Double(dy[n * 8 * 64 + place]) }
      return sum
    }
    #expect(abs(images.reduce(0, +) - Double(gradient[4])) < 1e-5)
    let explanation = try #require(learner.snapshot?.explanation)
    #expect(explanation.groups.map(\.sample) == Array(0..<32))
    #expect(zip(explanation.groups, images).allSatisfy { abs($0.sum - $1) < 1e-6 })
    #expect(learner.text.contains("by image (64)"))
    // Into the second image's windows, then into one pixel.
    try learner.press("Enter Down Enter")
    #expect(learner.text.contains("[sample 1]") && learner.text.contains("64 terms"))
    #expect(learner.lines.contains { $0.contains("features[1,0,0,0]") })
    try learner.press("Down Enter")
    #expect(learner.questionName == "features[1, 0, 0, 0]")
    try learner.press("Esc")
    #expect(learner.questionName == "conv1.kernel.gradient[0, 0, 1, 1]")
  }

  @Test func mapsSamplesAndTensorsHaveKeys() throws {
    let learner = try learner()
    try learner.press("n n Down Right")
    try learner.press("PageDown PageDown")
    #expect(learner.questionName == "conv1.sum[0, 2, 1, 1]")
    try learner.press("S-Right S-Right S-Left")
    #expect(learner.questionName == "conv1.sum[1, 2, 1, 1]")
    try learner.press("[ [")
    #expect(learner.questionName == "conv1.kernel[2, 0, 0, 0]")
    try learner.press("PageUp ] ]")
    #expect(learner.questionName == "conv1.sum[1, 1, 1, 1]")
    // To the next layer the cursor takes its place along.
    try learner.press("Down Down Down Right Right Right n n")
    #expect(learner.questionName == "pool1.output[1, 1, 2, 2]")
  }

  @Test func aPixelShowsWhereItGetsTo() throws {
    let learner = try learner()
    try learner.press("n Down Down Down Right Right n")
    try learner.press("[ [ [")
    #expect(learner.questionName == "features[0, 0, 3, 2]")
    #expect(learner.text.contains("reaches 9 cells"))
    #expect(learner.text.contains("rows 2–4"))
  }
}
