public import Autodiff
import Datasets
import Lessons
import NeuralNet
public import Screen
public import Stepping
import TensorMath
import Workbench

/// Runs on sequences, for tests of recurrent layers: a sign comes in at the first time step, small numbers at the
/// others, and the sign is to be told at the end.
public enum SequenceRun {
  /// - Parameter type: `recurrent`, `lstm` or `gru`.
  public static func setup(
    _ type: String, steps: Int, units: Int = 4, batch: Int = 4, inputs: Int = 1, settings: [String: String] = [:]
  ) throws -> TrainingSetup {
    var random = RandomSource(seed: 3)
    let count = 3 * batch
    var (numbers, targets): ([Float], [Float]) = ([], [])
    for _ in 0..<count {
      let sign: Float = random.normal() < 0 ? -1 : 1
      targets.append(sign)
      for time in 0..<steps { for _ in 0..<inputs { numbers.append(time == 0 ? sign : 0.3 * random.normal()) } }
    }
    let data = Dataset(
      name: "signs", inputs: Tensor([count, steps, inputs], numbers), targets: Tensor([count, 1], targets),
      featureNames: (0..<steps * inputs).map { "x\($0)" }, task: .regression(targetName: "sign"), source: "test")
    let layer = LayerDescription(
      type: type, name: "memory", settings: settings.merging(["units": "\(units)"]) { given, _ in given })
    let model = ModelDescription(
      inputShape: [steps, inputs], layers: [layer, .dense("output", units: 1)], loss: "squared-error")
    return try TrainingSetup(
      TrainingConfiguration(model: model, optimizer: OptimizerDescription("sgd"), learningRate: 0.05, batchSize: batch),
      data: PreparedData(inOrder: data))
  }
}

extension Learner {
  /// At the workbench with a run on sequences.
  public convenience init(
    sequences type: String, steps: Int, units: Int = 4, batch: Int = 4, inputs: Int = 1,
    settings: [String: String] = [:], size: Size = Size(width: 80, height: 24),
    capabilities: ScreenCapabilities = .full, language: Language = .english
  ) throws {
    try self.init(size: size, capabilities: capabilities, language: language)
    let setup = try SequenceRun.setup(
      type, steps: steps, units: units, batch: batch, inputs: inputs, settings: settings)
    open(setup, asIn: "layers")
  }
}
