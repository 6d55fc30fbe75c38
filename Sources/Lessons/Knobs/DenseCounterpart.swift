import Autodiff
public import NeuralNet
import TensorMath

/// The dense network that stands beside a convolutional one: one hidden layer of ReLU units, as many as bring its
/// parameters nearest to the other's.
///
/// A unit has a weight for each input and one to each output, and a bias, so that with i inputs and o outputs
///
///     parameters = units · (i + 1 + o) + o
///
/// The last layer keeps its name and settings. What a comparison at equal parameters leaves open: the dense
/// network needs other numbers of multiplications, and its own best learning rate.
public struct DenseCounterpart: Hashable, Sendable {
  /// The dense network.
  public let model: ModelDescription
  /// Units of its hidden layer.
  public let units: Int
  public let parameterCount: Int
  /// Parameters of the network that it stands beside.
  public let originalParameterCount: Int

  /// - Parameter original: a network with its input shape.
  public init(of original: ModelDescription) throws(ModelError) {
    let compiler = try ModelCompiler(original)
    let outputs = try compiler.outputCount()
    originalParameterCount = try compiler.parameterCount()
    let perUnit = original.inputCount + 1 + outputs
    let nearest = (max(originalParameterCount - outputs, 0) + perUnit / 2) / perUnit
    units = min(max(nearest, 1), Dense.largestUnits)
    parameterCount = units * perUnit + outputs
    var last = original.layers.last ?? .dense("output", units: outputs)
    if last.type != Dense.name { last = .dense(last.name, units: outputs) }
    let name = last.name == "hidden1" ? "hidden" : "hidden1"
    var model = original
    model.layers = [.dense(name, units: units, activation: "relu", initialization: "he"), last]
    self.model = model
  }
}

extension ModelCompiler {
  /// How many numbers the network learns.
  public func parameterCount() throws(ModelError) -> Int {
    try parameterPlans().reduce(0) { $0 + $1.shape.count }
  }
}
