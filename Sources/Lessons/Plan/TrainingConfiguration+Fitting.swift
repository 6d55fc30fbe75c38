import Datasets
import NeuralNet
import Stepping
import TensorMath

/// Makes the end of a network fit other data: one output for two classes or a number, else one for
/// each class, and a loss that takes them. What fits already is left alone.
extension TrainingConfiguration {
  func fitting(_ data: Dataset) -> TrainingConfiguration {
    var fitted = self
    fitted.endDensely(for: data.task)
    switch data.task {
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
    case .nextToken(let names), .transcription(let names), .classification(let names):
      fitted.model.loss = "softmax-cross-entropy"
      fitted.setOutput(units: names.count, activation: "linear")
    case .filteredImages:
      if !["squared-error", "absolute-error"].contains(model.loss) { fitted.model.loss = "squared-error" }
      fitted.setOutput(units: data.targetShape.count, activation: "linear")
    }
    if fitted.model.layers != model.layers { fitted.initialValues = [:] }
    return fitted
  }

  /// Maps at the end of a network are pictures; a class or a number needs a dense layer behind them.
  private mutating func endDensely(for task: Dataset.Task) {
    guard let last = model.layers.last?.type else { return }
    let endsWithMaps = [Convolution2D.name, Pooling.name].contains(last)
    guard endsWithMaps || [FlattenLayer.name, GlobalAveragePooling.name].contains(last) else { return }
    if case .filteredImages = task, last == Convolution2D.name { return }
    let names = Set(model.layers.map(\.name))
    func free(_ name: String) -> String { names.contains(name) ? free("fitted-\(name)") : name }
    if endsWithMaps {
      model.layers.append(LayerDescription(type: FlattenLayer.name, name: free("flatten"), settings: [:]))
    }
    model.layers.append(LayerDescription(type: Dense.name, name: free("output"), settings: [:]))
  }

  mutating func setOutput(units: Int? = nil, activation: String) {
    // A tied output has as many as there are tokens, and nothing to set.
    guard let last = model.layers.indices.last, model.layers[last].type != TiedOutput.name else { return }
    if let units {
      if model.layers[last].type == Convolution2D.name {
        model.layers[last].settings["kernels"] = "1"
      } else {
        model.layers[last].settings["units"] = String(units)
      }
    }
    model.layers[last].settings["activation"] = activation
  }
}
