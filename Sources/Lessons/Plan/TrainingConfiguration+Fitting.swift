import Datasets
import NeuralNet
import Stepping

/// Makes the end of a network fit other data: one output for two classes or a number, else one for
/// each class, and a loss that takes them. What fits already is left alone.
extension TrainingConfiguration {
  func fitting(_ task: Dataset.Task) -> TrainingConfiguration {
    var fitted = self
    switch task {
    case .regression:
      if !["squared-error", "absolute-error"].contains(model.loss) { fitted.model.loss = "squared-error" }
      fitted.setOutput(units: 1, activation: "linear")
    case .binaryClassification:
      switch model.loss {
      case "softmax-cross-entropy":
        fitted.model.loss = "binary-cross-entropy"
        fitted.setOutput(units: 1, activation: "linear")
      case "binary-cross-entropy": fitted.setOutput(units: 1, activation: "linear")
      default: fitted.setOutput(units: 1, activation: "sigmoid")
      }
    case .classification(let names):
      fitted.model.loss = "softmax-cross-entropy"
      fitted.setOutput(units: names.count, activation: "linear")
    }
    if fitted.model.layers != model.layers { fitted.initialValues = [:] }
    return fitted
  }

  mutating func setOutput(units: Int? = nil, activation: String) {
    guard let last = model.layers.indices.last else { return }
    if let units { model.layers[last].settings["units"] = String(units) }
    model.layers[last].settings["activation"] = activation
  }
}
