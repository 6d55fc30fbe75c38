import Datasets
import TensorMath
import Testing

@Suite struct GeneratorTests {
  static let names = GeneratorCatalog.all.map(\.name)

  func points(_ name: String, count: Int = 400, noise: Float = 0, seed: UInt64 = 7) throws -> Dataset {
    try #require(GeneratorCatalog.generator(named: name)).dataset(count: count, noise: noise, seed: seed)
  }

  @Test func namesAreDifferent() { #expect(Set(Self.names).count == Self.names.count) }

  @Test(arguments: names, [0, 0.25, 0.5] as [Float])
  func theSeedDecidesAndNothingElse(_ name: String, _ noise: Float) throws {
    #expect(try points(name, noise: noise) == points(name, noise: noise))
    if name != "spiral" || noise > 0 {
      #expect(try points(name, noise: noise).inputs != points(name, noise: noise, seed: 8).inputs)
    }
  }

  @Test(arguments: names, [0, 0.25, 0.5] as [Float])
  func pointsLieInTheSquare(_ name: String, _ noise: Float) throws {
    let dataset = try points(name, count: 2001, noise: noise)
    #expect(dataset.count == 2001)
    #expect(dataset.featureNames == ["x₁", "x₂"])
    #expect(dataset.inputs.values.allSatisfy { abs($0) <= 6 })
    // Half of each, but for circles: noise makes most of the disc count as ring.
    if !dataset.classNames.isEmpty { #expect(dataset.classCounts.allSatisfy { $0 > (noise < 0.5 ? 800 : 400) }) }
  }

  @Test(arguments: names)
  func noiseDisturbsWithoutADifferentDraw(_ name: String) throws {
    let (calm, noisy) = (try points(name), try points(name, noise: 0.5))
    let moved = zip(calm.inputs.values, noisy.inputs.values).map { abs($0 - $1) }
    let changed = zip(calm.targets.values, noisy.targets.values).count { $0 != $1 }
    switch name {
    case "spiral", "gaussians":
      #expect(changed == 0)
      #expect(moved.max() ?? 0 > 0.4)
      if name == "spiral" { #expect(moved.allSatisfy { $0 <= 0.5001 }) }
    default:
      #expect(moved.allSatisfy { $0 == 0 })
      #expect(changed > 20)
    }
  }

  @Test func circlesAreDiscAndRing() throws {
    for index in 0..<400 {
      let dataset = try points("circles")
      let radius =
        (dataset.inputs[index, 0] * dataset.inputs[index, 0] + dataset.inputs[index, 1] * dataset.inputs[index, 1])
        .squareRoot()
      #expect(dataset.targets[index] == 1 ? radius < 2.5001 : radius > 3.4999 && radius < 5.0001)
    }
  }

  @Test func xorIsTheSignOfTheProduct() throws {
    let dataset = try points("xor")
    for index in 0..<dataset.count {
      #expect(abs(dataset.inputs[index, 0]) >= 0.3)
      #expect((dataset.inputs[index, 0] * dataset.inputs[index, 1] > 0) == (dataset.targets[index] == 1))
    }
  }

  @Test func gaussiansHaveTheirCentersAndWidths() throws {
    for (noise, variance) in [(0, 0.5), (0.25, 2.25)] as [(Float, Double)] {
      let dataset = try points("gaussians", count: 8000, noise: noise)
      for target in [0, 1] as [Float] {
        let x1 = (0..<dataset.count).filter { dataset.targets[$0] == target }.map { Double(dataset.inputs[$0, 0]) }
        let mean = x1.reduce(0, +) / Double(x1.count)
        let spread = x1.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x1.count)
        #expect(abs(mean - (target == 1 ? 2 : -2)) < 0.1)
        // Points beyond the square are pulled in, which narrows the wide cloud a little.
        #expect(abs(spread / variance - 1) < 0.08)
      }
    }
  }

  @Test func spiralArmsAreOppositeAndNeverMeet() throws {
    let dataset = try points("spiral", count: 100)
    for pair in 0..<50 {
      #expect(abs(dataset.inputs[2 * pair, 0] + dataset.inputs[2 * pair + 1, 0]) < 1e-5)
      #expect(abs(dataset.inputs[2 * pair, 1] + dataset.inputs[2 * pair + 1, 1]) < 1e-5)
    }
    #expect(dataset.classCounts == [50, 50])
    // Almost one and three quarter turns out: r = 4.95 at 1.7325 turns.
    #expect(abs(dataset.inputs[98, 0] - -4.9201) < 1e-3 && abs(dataset.inputs[98, 1] - -0.5432) < 1e-3)
    #expect(dataset.example(0) != dataset.example(1))
  }

  @Test func thePlaneIsTheSumOfTheCoordinates() throws {
    let dataset = try points("plane")
    for index in 0..<dataset.count {
      #expect(abs(dataset.targets[index] - (dataset.inputs[index, 0] + dataset.inputs[index, 1]) / 10) < 1e-6)
    }
  }

  @Test func bumpsAreUpAndDown() throws {
    let dataset = try points("multi-gaussian", count: 4000)
    #expect(dataset.targets.values.allSatisfy { abs($0) <= 1 })
    #expect(dataset.targets.values.contains { $0 > 0.8 })
    #expect(dataset.targets.values.contains { $0 < -0.8 })
    for index in 0..<dataset.count
    where abs(dataset.inputs[index, 0] + 4) < 0.5 && abs(dataset.inputs[index, 1] - 2.5) < 0.5 {
      #expect(dataset.targets[index] > 0.6)
    }
  }

  @Test(arguments: names.filter { $0 != "spiral" })
  func moreOfThemBeginWithTheSame(_ name: String) throws {
    let few = try points(name, count: 50, noise: 0.2)
    let many = try points(name, count: 100, noise: 0.2)
    #expect(many.selecting(examples: Array(0..<50)).inputs == few.inputs)
  }
}
