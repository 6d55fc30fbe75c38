import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// What the text of `layers` claims, measured.
struct LayersClaimsTests {
  private func accuracy(_ knobs: [(String, String)], iterations: Int = 640) throws -> (train: Double, test: Double) {
    let run = try LessonRun("layers", knobs)
    run.timeline.run(iterations: iterations)
    let score = try run.score()
    return (score.train.metric, try #require(score.test).metric)
  }

  @Test func moreUnitsDoBetter() throws {
    let expected = [("2", 0.8), ("3", 0.85), ("4", 0.95), ("8", 1.0)]
    for (units, test) in expected {
      #expect(try abs(accuracy([("units", units)]).test - test) < 1e-6, "\(units) units")
    }
  }

  @Test func oneNeuronCannot() throws {
    let score = try accuracy([("hidden-layers", "0")])
    #expect(abs(score.train - 0.56875) < 1e-6 && abs(score.test - 0.625) < 1e-6)
  }

  @Test func oneNeuronCanWithTheProduct() throws {
    let score = try accuracy([("hidden-layers", "0"), ("features", "x1,x2,x1*x2")])
    #expect(score.train == 1 && score.test == 1)
  }

  @Test func stackedLinearLayersCannot() throws {
    let score = try accuracy([("activation", "linear"), ("hidden-layers", "3")])
    #expect(abs(score.train - 0.625) < 1e-6 && abs(score.test - 0.725) < 1e-6)
  }

  @Test func luckPlaysAPart() throws {
    for (units, range) in [("4", 0.875...0.975), ("8", 0.925...1)] {
      let scores = try (1...6).map { try accuracy([("units", units), ("seed", "\($0)")]).test }
      let (least, most) = (try #require(scores.min()), try #require(scores.max()))
      #expect(abs(least - range.lowerBound) < 1e-6 && abs(most - range.upperBound) < 1e-6)
    }
  }

  @Test func irisNeedsNoHiddenLayer() throws {
    for layers in ["0", "1"] {
      let score = try accuracy([("data", "iris"), ("hidden-layers", layers)])
      #expect(abs(score.test - 14.0 / 15) < 0.001, "\(layers) hidden layers")
    }
  }

  @Test func fourUnitsAreTooFewForTheSpiral() throws {
    #expect(try abs(accuracy([("data", "spiral")]).test - 0.6) < 0.05)
  }

  /// x · W₁ · W₂ = x · (W₁ · W₂): the trained layers multiplied out give the same predictions.
  @Test func stackedLinearLayersAreOne() throws {
    let run = try LessonRun("layers", [("activation", "linear"), ("units", "3")])
    run.timeline.run(iterations: 50)
    run.timeline.step(.iteration)
    let (first, second) = (run.values("hidden1.weight"), run.values("output.weight"))
    let (firstBias, secondBias) = (run.values("hidden1.bias"), run.values("output.bias"))
    let product = (0..<2).map { input in (0..<3).reduce(Float(0)) { $0 + first[input * 3 + $1] * second[$1] } }
    let bias = (0..<3).reduce(secondBias[0]) { $0 + firstBias[$1] * second[$1] }
    // The forward pass of the next iteration uses these weights.
    for _ in 0..<4 { run.timeline.step(.operation) }
    let (features, outputs) = (run.values("features"), run.values("output.output"))
    #expect(outputs.count == 10)
    for row in outputs.indices {
      let collapsed = features[2 * row] * product[0] + features[2 * row + 1] * product[1] + bias
      #expect(abs(collapsed - outputs[row]) < 1e-5)
    }
  }

  /// All first weights zero: only the last bias ever gets a gradient.
  @Test func zeroWeightsStayZero() throws {
    let stored = try shippedLesson("layers")
    let run = try LessonRun("layers", [("initialization", "zero")])
    #expect(try stored.lesson.brokenPlan() == run.plan)
    run.timeline.run(iterations: 100)
    for name in ["hidden1.weight", "hidden1.bias", "output.weight"] { #expect(run.values(name).allSatisfy { $0 == 0 }) }
    #expect(run.values("output.bias")[0] != 0)
  }
}
