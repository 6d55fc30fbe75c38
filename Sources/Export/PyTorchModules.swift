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
    var parameters: [(module: String, ours: String)] = []
    /// The mask of a dropout, by its name here.
    var mask: String?
  }

  let modules: [Module]

  /// Our activations, by name; θ stands for the layer's threshold. Step is a class of the script's own.
  static let activations = [
    "sigmoid": "nn.Sigmoid()", "tanh": "nn.Tanh()", "relu": "nn.ReLU()", "leaky-relu": "nn.LeakyReLU(0.01)",
    "hard-shrink": "nn.Hardshrink(θ)", "step": "Step()", "gelu": "nn.GELU()",
  ]

  init(_ setup: TrainingSetup, _ program: Program) throws(PyTorchExportError) {
    var modules: [Module] = []
    let model = setup.compiler.model
    for (index, layer) in model.layers.enumerated() {
      switch layer.type {
      case Dense.name: modules += try Self.dense(layer, program)
      case Dropout.name: modules.append(Self.dropout(named: layer.name, rate: layer.settings["rate"] ?? "0.5"))
      case SelfRecurrent.name: modules.append(try Self.selfRecurrent(layer, program))
      default: throw .layerWithoutModule(name: layer.name, type: layer.type)
      }
      if index < model.layers.count - 1, layer.type != Dropout.name, model.dropout > 0 {
        modules.append(Self.dropout(named: "\(layer.name).dropout", rate: "\(model.dropout)"))
      }
    }
    self.modules = modules
  }

  private static func dense(_ layer: LayerDescription, _ program: Program) throws(PyTorchExportError) -> [Module] {
    let name = layer.name
    guard let weight = program.slot(named: "\(name).weight") else {
      throw .layerWithoutModule(name: name, type: layer.type)
    }
    let activation = try activation(of: layer)
    let linear = Module(
      constructor: "nn.Linear(\(weight.shape.rows), \(weight.shape.columns))",
      output: activation == nil ? "\(name).output" : "\(name).sum",
      parameters: [("weight", "\(name).weight"), ("bias", "\(name).bias")])
    return [linear] + (activation.map { [Module(constructor: $0, output: "\(name).output")] } ?? [])
  }

  private static func selfRecurrent(_ layer: LayerDescription, _ program: Program) throws(PyTorchExportError) -> Module
  {
    let names = ["input_weight", "recurrent_weight", "lateral_weight", "threshold"]
    let activation = try activation(of: layer) ?? "nn.Identity()"
    let givesAll = layer.settings["output"] == "all" ? "True" : "False"
    return Module(
      constructor: "SelfRecurrent(\(layer.settings["units"] ?? "1"), \(activation), gives_all=\(givesAll))",
      output: "\(layer.name).output",
      parameters: names.map { ($0, "\(layer.name).\($0)") }.filter { program.slot(named: $0.1) != nil })
  }

  private static func dropout(named name: String, rate: String) -> Module {
    Module(constructor: "Dropout(\(rate))", output: "\(name).output", mask: "\(name).mask")
  }

  /// The module of a layer's activation; nil for linear.
  private static func activation(of layer: LayerDescription) throws(PyTorchExportError) -> String? {
    let name = layer.settings["activation"] ?? "linear"
    if name == "linear" { return nil }
    guard let constructor = activations[name] else {
      throw .activationWithoutModule(layer: layer.name, activation: name)
    }
    return constructor.replacing("θ", with: layer.settings["threshold"] ?? "\(ActivationCatalog.defaultThreshold)")
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
      "export pytorch: found the layer \(name) of type \(type), needed a type with a known PyTorch module "
        + "(\(LayerCatalog.names.joined(separator: ", ")))."
    case .activationWithoutModule(let layer, let activation):
      "export pytorch: found the activation \(activation) in \(layer), needed one of "
        + PyTorchModules.activations.keys.sorted().joined(separator: ", ") + "."
    case .cannotRun(let error): error.description
    }
  }
}
