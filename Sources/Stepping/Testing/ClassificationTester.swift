import Autodiff
import Datasets
import NeuralNet
import TensorMath

/// Tests a classifier beside its run: on the trainer's thread, in an arena of its own. ``TestPace`` says how often and how
/// much.
final class ClassificationTester {
  private struct Kept {
    let test: ClassificationTest
    let parameters: [Float]
  }
  private var kept: [DataPart: Kept] = [:]
  private var losses: SampleLosses?
  /// What the tests were made for.
  private weak var machine: TrainingMachine?

  /// Nil where nothing is classified or the part has no samples.
  func test(_ part: DataPart, of timeline: Timeline, _ freshness: Freshness = .now) -> ClassificationTest? {
    let machine = timeline.machine
    if self.machine !== machine {
      self.machine = machine
      kept = [:]
      losses = nil
    }
    let data = part == .train ? machine.setup.data.train : machine.setup.data.test
    guard data.hasOneClassEach, data.count > 0 else { return nil }
    let parameters = machine.parameterNumbers()
    if let last = kept[part] {
      if last.parameters == parameters { return last.test }
      let pace = TestPace(machine: machine)
      let work = last.test.testedCount * pace.workPerSample
      if !pace.isDue(freshness, afterWork: work, at: last.test.completedIterations) { return last.test }
    }
    let test = make(part, data, timeline)
    kept[part] = test.map { Kept(test: $0, parameters: parameters) }
    return test
  }

  private func make(_ part: DataPart, _ data: Dataset, _ timeline: Timeline) -> ClassificationTest? {
    let (machine, predictor) = (timeline.machine, timeline.predictor)
    predictor.adopt(machine)
    let outputs = predictor.outputCount
    let targetCount = data.targets.values.count / data.count
    if losses == nil {
      losses = SampleLosses(machine.setup.compiler, outputCount: outputs, targetCount: targetCount)
    }
    guard let losses else { return nil }
    var each: [Double] = []
    let (_, predictions) = predictor.evaluate(data, most: TestPace(machine: machine).mostSamples) { bound in
      guard let node = bound.program.nodes.first(where: { bound.program[$0.output].name == "loss" }) else { return }
      each += losses.losses(outputs: bound.view(of: node.inputs[0]), targets: bound.view(of: node.inputs[1]))
    }
    guard each.count * outputs == predictions.count else { return nil }
    return ClassificationTest(
      part, completedIterations: machine.completedIterations, predictions: predictions, outputs: outputs, losses: each,
      targets: data.targets.values, classCount: data.classNames.count, sampleCount: data.count)
  }
}

extension Timeline {
  /// A test of the network as it is now.
  public func classificationTest(_ part: DataPart) -> ClassificationTest? {
    ClassificationTester().test(part, of: self)
  }
}
