import Autodiff
import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// The figures in the lessons' texts are those that the engine computes: each is computed here, written
/// with the text's number of digits, and looked for in both languages.
struct LessonTextNumbersTests {
  @Test func backpropagationByHand() throws {
    let run = try LessonRun("backprop")
    run.timeline.go(to: Moment(iteration: 0, position: run.timeline.program.instructions.count))
    for name in [
      "hidden.output", "output.output", "loss", "output.output.gradient", "hidden.output.gradient",
      "output.weight.gradient", "output.bias.gradient", "hidden.sum.gradient", "hidden.weight.gradient",
      "hidden.bias.gradient", "hidden.weight", "hidden.bias", "output.weight", "output.bias",
    ] {
      for value in run.values(name) { run.expectInText(value, digits: 4) }
    }
    #expect(run.values("hidden.sum") == [0.8, 0.2])
    run.timeline.go(to: Moment(iteration: 2, position: run.timeline.program.instructions.count))
    run.expectInText(run.values("loss")[0], digits: 4)
  }

  /// The same gradients, other updates.
  @Test func whatTheOptimizerChanges() throws {
    let sgd = try LessonRun("backprop")
    let adam = try LessonRun("backprop", [("optimizer", "adam")])
    for run in [sgd, adam] {
      run.timeline.go(to: Moment(iteration: 0, position: run.timeline.program.instructions.count))
    }
    for name in ["hidden.weight.gradient", "hidden.bias.gradient", "output.weight.gradient", "output.bias.gradient"] {
      #expect(sgd.values(name) == adam.values(name))
    }
    let first: [Float] = [0.6, -0.2, 0.4, 0.8]
    for (moved, start) in zip(sgd.values("hidden.weight"), first) { sgd.expectInText(abs(moved - start), digits: 3) }
    for (moved, start) in zip(adam.values("hidden.weight"), first) { #expect(abs(abs(moved - start) - 0.1) < 1e-5) }
    for (optimizer, digits) in [("sgd", 7), ("momentum", 3), ("adam", 3)] {
      let run = try LessonRun("backprop", [("optimizer", optimizer)])
      run.timeline.run(iterations: 20)
      run.expectInText(Float(try run.score().train.loss), digits: digits)
    }
  }

  @Test func theLearningRateThatIsTooHigh() throws {
    let stored = try shippedLesson("backprop")
    let timeline = try Timeline(stored.lesson.brokenPlan().setup(files: stored.files(sampleData: folders.sampleData)))
    timeline.run(iterations: 1)
    #expect(try Int(score(timeline).train.loss) == 30)
    timeline.run(iterations: 4)
    #expect(try Int(score(timeline).train.loss / 1e6) == 272)
    timeline.run(iterations: 100)
    #expect(timeline.observations.first(where: \.stopsRun)?.moment.iteration == 20)
  }

  @Test func onePenguin() throws {
    let run = try LessonRun("neuron")
    #expect(try run.score().test?.metric == 0)
    run.timeline.go(to: Moment(iteration: 0, position: run.timeline.program.instructions.count))
    for name in [
      "features", "neuron.weight.previous", "neuron.sum", "neuron.output", "loss", "neuron.output.gradient",
      "neuron.sum.gradient", "neuron.weight.gradient", "neuron.weight",
    ] {
      for value in run.values(name) { run.expectInText(value, digits: 3) }
    }
    run.timeline.run(iterations: 9)
    #expect(try run.score().test?.metric == 1)
    run.expectInText(Float(try #require(try run.score().test).loss), digits: 3)
    run.timeline.run(iterations: 80)
    #expect(try #require(try run.score().test).loss > 0.01)
    run.timeline.run(iterations: 1)
    #expect(try #require(try run.score().test).loss <= 0.01)
    #expect(run.timeline.completedIterations == 91 && run.stored.lesson.text.chinese.contains("91"))
    #expect(run.stored.lesson.text.english.contains("91 penguins"))
    run.timeline.step(.epoch)
    #expect(run.timeline.completedIterations == 212)
    #expect(abs(run.values("neuron.weight")[1] - 2.05) < 0.005)
    #expect(run.timeline.setup.data.test.count == 53)
  }

  /// With the signs of the weights turned around, the neuron that is always wrong is always right.
  @Test func alwaysWrongIsAlmostRight() throws {
    let run = try LessonRun("neuron")
    let weight = try #require(run.timeline.program.slot(named: "neuron.weight"))
    for cell in 0..<2 {
      let value = run.values("neuron.weight")[cell]
      run.timeline.intervene(.parameter(CellAddress(weight.id, cell: cell), -value))
    }
    #expect(try run.score().test?.metric == 1)
  }

  /// The bird that the neuron is wrong about and learns nothing from.
  @Test func theNeuronThatIsTooSure() throws {
    let stored = try shippedLesson("neuron")
    let run = try LessonRun("neuron", [("learning-rate", "1000")])
    #expect(try stored.lesson.brokenPlan() == run.plan)
    run.timeline.go(to: Moment(iteration: 5, position: run.timeline.program.instructions.count))
    #expect(run.values("targets") == [1])
    #expect(run.values("neuron.output")[0] < 1e-15 && run.values("loss")[0] == 1)
    #expect(abs(run.values("neuron.sum.gradient")[0] + 8e-20) < 0.5e-20)
  }

  private func score(_ timeline: Timeline) throws -> EvaluationPoint {
    try #require(timeline.snapshot(SnapshotRequest()).current)
  }
}

/// A shipped lesson with some knobs turned, ready to be run.
final class LessonRun {
  let stored: StoredLesson
  let plan: LessonPlan
  let timeline: Timeline

  init(_ id: String, _ knobs: [(String, String)] = []) throws {
    stored = try shippedLesson(id)
    var plan = stored.lesson.plan
    for (name, value) in knobs { plan = try KnobCatalog.setting(name, to: value, in: plan) }
    self.plan = plan
    timeline = try Timeline(plan.setup(files: stored.files(for: plan, sampleData: folders.sampleData)))
  }

  func values(_ name: String) -> [Float] {
    guard let slot = timeline.program.slot(named: name) else { return [] }
    return timeline.machine.bound.view(of: slot.id).values
  }

  func score() throws -> EvaluationPoint { try #require(timeline.snapshot(SnapshotRequest()).current) }

  /// Expects the size of a number, rounded, in the text or in the tour, in both languages.
  func expectInText(_ value: Float, digits: Int, _ location: SourceLocation = #_sourceLocation) {
    let figures = Self.decimal(abs(Double(value)), digits: digits)
    #expect(stored.lesson.text.english.contains(figures), "\(figures)", sourceLocation: location)
    #expect(stored.lesson.text.chinese.contains(figures), "\(figures)", sourceLocation: location)
  }

  private static func decimal(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((value * scale).rounded())
    let fraction = String(scaled % Int(scale))
    return "\(scaled / Int(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }
}
