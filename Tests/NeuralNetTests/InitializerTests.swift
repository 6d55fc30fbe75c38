import NeuralNet
import TensorMath
import Testing

@Suite struct InitializerTests {
  /// Ours by the name of the reference file's.
  static let ours = [
    "zero": "zero", "uniform": "uniform", "xavier_uniform": "xavier", "he_normal": "he", "orthogonal": "orthogonal",
  ]

  @Test func samplesLookAsTheyMust() throws {
    #expect(Set(Self.ours.values) == Set(InitializerCatalog.names))
    var compared = 0
    for reference in try ReferenceFile<InitializerCase>("initializers").cases {
      guard let name = Self.ours[reference.initializer] else { continue }
      // The file's uniform numbers reach to 0.05, ours to 0.5.
      let factor = name == "uniform" ? 10.0 : 1
      let values = try Self.sample(name, reference.shape).map(Double.init)
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
      let expected = reference.standard_deviation * factor
      #expect(abs(deviation - expected) <= 0.03 * expected, "\(name) \(reference.shape)")
      #expect(abs(mean) <= 4 * expected / count.squareRoot())
      if let limit = reference.limit { #expect(values.allSatisfy { abs($0) <= limit * factor * 1.000001 }) }
      compared += 1
    }
    #expect(compared == 15)
  }

  static func sample(_ name: String, _ shape: [Int], seed: UInt64 = 1) throws -> [Float] {
    var random = RandomSource(seed: seed)
    return try InitializerCatalog.initializer(named: name).values(
      Shape(shape), fanIn: shape[0], fanOut: shape[1], &random)
  }

  @Test(arguments: InitializerCatalog.names)
  func seedsDecide(_ name: String) throws {
    #expect(try Self.sample(name, [4, 3]) == Self.sample(name, [4, 3]))
    #expect(try Self.sample(name, [4, 3]).count == 12)
    if name != "zero" { #expect(try Self.sample(name, [4, 3]) != Self.sample(name, [4, 3], seed: 2)) }
  }

  /// A parameter draws from a stream of its own name: another layer's size has no say in it.
  @Test func otherLayersHaveNoSay() throws {
    func plans(_ units: Int) throws -> [ParameterPlan] {
      try ModelCompiler(
        ModelDescription(
          inputCount: 2, layers: [.dense("wide", units: units), .dense("last", units: 3)], loss: "squared-error")
      ).parameterPlans()
    }
    let (small, again) = (try plans(4), try plans(4))
    #expect(small.map(\.name) == ["wide.weight", "wide.bias", "last.weight", "last.bias"])
    #expect(small[0].initialValues(seed: 3) == again[0].initialValues(seed: 3))
    #expect(small[0].initialValues(seed: 3) != small[0].initialValues(seed: 4))
    #expect(small[2].initialValues(seed: 3).prefix(4) != small[0].initialValues(seed: 3).prefix(4))
    let renamed = try ModelCompiler(
      ModelDescription(
        inputCount: 2, layers: [.dense("first", units: 9), .dense("wide", units: 4)], loss: "squared-error")
    ).parameterPlans()
    // The same name, but another fan-in: the same stream, scaled.
    let ratio = small[0].initialValues(seed: 3)[0] / renamed[2].initialValues(seed: 3)[0]
    #expect(abs(ratio - (13.0 / 6.0 as Float).squareRoot()) < 1e-5)
    #expect(small.map(\.isWeight) == [true, false, true, false])
    #expect(small[1].initialValues(seed: 3) == [0, 0, 0, 0])
  }
}
