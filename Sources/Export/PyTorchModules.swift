import Autodiff
import NeuralNet
public import Stepping
import TensorMath

/// A network as the modules of an `nn.Sequential`, in order, with what each computes here.
struct PyTorchModules {
  struct Module {
    /// `nn.Linear(4, 8)`
    let constructor: String
    /// The value here that the module's output corresponds to: `hidden1.sum`.
    let output: String
    /// The parameters here by the module's own names for them: `weight` is `hidden1.weight`.
    let parameters: [(module: String, ours: String)]
  }

  let modules: [Module]

  /// Our activations, by name.
  static let activations = [
    "sigmoid": "nn.Sigmoid()", "tanh": "nn.Tanh()", "relu": "nn.ReLU()", "leaky-relu": "nn.LeakyReLU(0.01)",
    "gelu": "nn.GELU()",
  ]

  init(_ setup: TrainingSetup, _ program: Program) throws(PyTorchExportError) {
    var modules: [Module] = []
    for layer in setup.compiler.model.layers {
      let name = layer.name
      guard layer.type == Dense.name, let weight = program.slot(named: "\(name).weight") else {
        throw .layerWithoutModule(name: name, type: layer.type)
      }
      let activation = layer.settings["activation"] ?? "linear"
      modules.append(
        Module(
          constructor: "nn.Linear(\(weight.shape.rows), \(weight.shape.columns))",
          output: activation == "linear" ? "\(name).output" : "\(name).sum",
          parameters: [("weight", "\(name).weight"), ("bias", "\(name).bias")]))
      if activation == "linear" { continue }
      guard let constructor = Self.activations[activation] else {
        throw .activationWithoutModule(layer: name, activation: activation)
      }
      modules.append(Module(constructor: constructor, output: "\(name).output", parameters: []))
    }
    self.modules = modules
  }

  /// Our parameters by the names they have in the state_dict: `0.weight` is `hidden1.weight`.
  var stateNames: [(state: String, ours: String)] {
    modules.enumerated().flatMap { index, module in
      module.parameters.map { ("\(index).\($0.module)", $0.ours) }
    }
  }
}

/// A network that PyTorch cannot be given yet.
public enum PyTorchExportError: Error, Hashable, Sendable, CustomStringConvertible {
  case layerWithoutModule(name: String, type: String)
  case activationWithoutModule(layer: String, activation: String)
  case cannotRun(SetupError)

  public var description: String {
    switch self {
    case .layerWithoutModule(let name, let type):
      "export pytorch: found the layer \(name) of type \(type), needed a type with a known PyTorch module (\(Dense.name))."
    case .activationWithoutModule(let layer, let activation):
      "export pytorch: found the activation \(activation) in \(layer), needed one of "
        + PyTorchModules.activations.keys.sorted().joined(separator: ", ") + "."
    case .cannotRun(let error): error.description
    }
  }
}
