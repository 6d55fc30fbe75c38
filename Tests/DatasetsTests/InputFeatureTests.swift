import Datasets
import TensorMath
import Testing

@Suite struct InputFeatureTests {
  @Test func columnsAreComputedFromTheCoordinates() throws {
    let features = try InputFeatures(
      named: ["x1", "x₂", "x1^2", "x₂²", "x1*x2", "sin(x1)", "sin x₂"], in: "circles")
    #expect(features.values(x1: 2, x2: -3) == [2, -3, 4, 9, -6, 0.909_297_4, -0.14112])
    let points = Circles().dataset(count: 5, noise: 0, seed: 1)
    let computed = features.apply(to: points)
    #expect(computed.featureNames == ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"])
    for index in 0..<5 {
      #expect(
        Array(computed.example(index)) == features.values(x1: points.inputs[index, 0], x2: points.inputs[index, 1]))
    }
    #expect(computed.targets == points.targets)
  }

  @Test(arguments: InputFeature.allCases)
  func bothSpellingsAreUnderstood(_ feature: InputFeature) {
    #expect(InputFeature(named: feature.name) == feature)
    #expect(InputFeature(named: feature.plainName) == feature)
  }
}
