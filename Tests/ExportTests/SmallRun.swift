import Autodiff
import Datasets
import NeuralNet
import Stepping

/// A run that the tests share: three features, two hidden units, batches of 4 with a short one of 2.
enum SmallRun {
  static func setup(
    optimizer: String = "sgd", activation: String = "tanh", loss: String = "softmax-cross-entropy", l1: Float = 0,
    l2: Float = 0, schedule: ScheduleDescription = .constant, clipping: GradientClipping = .none,
    labelSmoothing: Float = 0, dropout: Float = 0
  ) throws -> TrainingSetup {
    let isNumber = loss == "squared-error" || loss == "absolute-error"
    let selection = DataSelection(
      dataset: isNumber ? "plane" : loss == "binary-cross-entropy" ? "xor" : "iris", count: 10, seed: 2, trainShare: 1)
    let files = ["iris.csv": Array(SmallRun.iris.utf8)]
    let data = try DatasetCatalog.entry(named: selection.dataset).prepared(for: selection, files: files)
    let outputs = loss == "softmax-cross-entropy" ? 3 : 1
    let model = ModelDescription(
      inputCount: data.train.featureCount,
      layers: [.dense("hidden", units: 2, activation: activation), .dense("output", units: outputs)], loss: loss,
      l1: l1,
      l2: l2, labelSmoothing: labelSmoothing, dropout: dropout)
    let configuration = TrainingConfiguration(
      model: model, optimizer: OptimizerDescription(optimizer), learningRate: 0.5,
      schedule: schedule, clipping: clipping, batchSize: 4, seed: 9)
    return try TrainingSetup(configuration, data: data)
  }

  /// Twelve flowers, written the way the real file is.
  private static let iris =
    "a,b,class\n"
    + (0..<12).map { "\(Double($0 % 5) + 0.5),\(Double($0 % 7) - 2.25),\(["x", "y", "z"][$0 % 3])" }.joined(
      separator: "\n")
    + "\n"
}
