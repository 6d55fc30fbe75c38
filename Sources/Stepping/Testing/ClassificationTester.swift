import Autodiff
import Datasets
import NeuralNet
import TensorMath

/// Tests a classifier beside its run: on the trainer's thread, in an arena of its own.
///
/// What it costs is bounded twice. A test sees at most so many samples as ``mostWork`` multiply-adds allow, and
/// says so. While the run goes on by itself, the next test waits until the run has done several times the work
/// that the last one took, so that looking slows training by a fixed share at most; no clock is asked.
final class ClassificationTester {
  /// About a tenth of a second's work: all 10 000 test images of a LeNet-5.
  private static let mostWork = 4_000_000_000
  private static let mostSamples = 10_000
  /// Training does at least so many times a test's work before the next one.
  private static let restFactor = 4

  private struct Kept {
    let test: ClassificationTest
    let parameters: [Float]
  }
  private var kept: [DataPart: Kept] = [:]
  private var losses: SampleLosses?
  /// What the tests were made for.
  private weak var machine: TrainingMachine?

  /// Nil where nothing is classified or the part has no samples.
  ///
  /// - Parameter mayBeOld: whether the run goes on by itself, so that a test of a moment ago will do.
  func test(_ part: DataPart, of timeline: Timeline, mayBeOld: Bool) -> ClassificationTest? {
    let machine = timeline.machine
    if self.machine !== machine {
      self.machine = machine
      kept = [:]
      losses = nil
    }
    let data = part == .train ? machine.setup.data.train : machine.setup.data.test
    guard !data.classNames.isEmpty, data.count > 0 else { return nil }
    let parameters = machine.parameterNumbers()
    if let last = kept[part] {
      if last.parameters == parameters { return last.test }
      if mayBeOld, !isDue(after: last.test, machine) { return last.test }
    }
    let test = make(part, data, timeline)
    kept[part] = test.map { Kept(test: $0, parameters: parameters) }
    return test
  }

  /// Multiply-adds that one sample takes forwards: a third of what it takes in training.
  private func workPerSample(_ machine: TrainingMachine) -> Int {
    max(machine.program.multiplyAdds / (3 * max(machine.setup.batchSize, 1)), 1)
  }

  private func isDue(after last: ClassificationTest, _ machine: TrainingMachine) -> Bool {
    let iterations = abs(machine.completedIterations - last.completedIterations)
    let done = iterations * max(machine.program.multiplyAdds, 1)
    return done >= Self.restFactor * last.testedCount * workPerSample(machine)
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
    let most = min(Self.mostSamples, max(Self.mostWork / workPerSample(machine), 1))
    var each: [Double] = []
    let (_, predictions) = predictor.evaluate(data, most: most) { bound in
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
    ClassificationTester().test(part, of: self, mayBeOld: false)
  }
}
