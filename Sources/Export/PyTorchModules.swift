import Autodiff
import NeuralNet
public import Stepping
import TensorMath

/// A network as the modules of the script's `Network`, in order, with what each computes here.
struct PyTorchModules {
  struct Module {
    /// `nn.Linear(4, 8)`
    let constructor: String
    /// The value here that the module's output corresponds to: `hidden1.sum`.
    let output: String
    /// The parameters here by the module's own names for them: `weight` is `hidden1.weight`.
    var parameters: [(module: String, ours: String)] = []
    /// Running statistics, likewise: `running_mean` is `norm1.running_mean`.
    var statistics: [(module: String, ours: String)] = []
    /// The mask of a dropout, by its name here.
    var mask: String?
    /// Those of `parameters` here whose rows and columns are as PyTorch has them: tables, which are read row by row.
    var tables: [String] = []
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
    for layer in model.layers {
      switch layer.type {
      case Dense.name: modules += try Self.dense(layer, program)
      case Convolution2D.name: modules += try Self.convolution(layer, program)
      case Pooling.name: modules.append(try Self.pooling(layer))
      case GlobalAveragePooling.name: modules += Self.globalAveragePooling(layer)
      case FlattenLayer.name: modules.append(Module(constructor: "nn.Flatten()", output: "\(layer.name).output"))
      case BatchNormalization.name: modules += try Self.batchNormalization(layer, program)
      case Dropout.name:
        modules.append(
          Self.dropout(
            named: layer.name, rate: layer.settings["rate"] ?? "0.5", ofMaps: layer.settings["maps"] == "true"))
      case SelfRecurrent.name: modules.append(try Self.selfRecurrent(layer, program))
      case RecurrentLayer.name, LSTM.name, GRU.name: modules.append(try Self.recurrence(layer, modules, program))
      case EmbeddingLayer.name: modules.append(try Self.embedding(layer, setup, program))
      case SelfAttention.name: modules.append(try Self.selfAttention(layer, program))
      case EncoderBlock.name, DecoderBlock.name: modules.append(try Self.block(layer, modules, program))
      case LayerNormalizationLayer.name: modules.append(try Self.layerNormalization(layer, program))
      case PoolTokens.name:
        modules.append(
          Module(constructor: "PoolTokens(\"\(layer.settings["kind"] ?? "mean")\")", output: "\(layer.name).output"))
      case TiedOutput.name:
        modules.append(
          Module(
            constructor: "TiedOutput(\"\(layer.settings["embedding"] ?? "")\")", output: "\(layer.name).output"))
      default: throw .layerWithoutModule(name: layer.name, type: layer.type)
      }
      // The model's own dropout stands behind layers with units; the program says which.
      if program.slot(named: "\(layer.name).dropout.mask") != nil {
        let output = program.slot(named: "\(layer.name).dropout.output")
        modules.append(
          Self.dropout(
            named: "\(layer.name).dropout", rate: "\(model.dropout)", ofMaps: output?.shape.rank == 4))
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
    let hasBias = program.slot(named: "\(name).bias") != nil
    let linear = Module(
      constructor: "nn.Linear(\(weight.shape.rows), \(weight.shape.columns)\(hasBias ? "" : ", bias=False"))",
      output: activation == nil ? "\(name).output" : "\(name).sum",
      parameters: [("weight", "\(name).weight")] + (hasBias ? [("bias", "\(name).bias")] : []))
    // Maps that a dense layer gets are put in a row first.
    let flatten = program.slot(named: "\(name).input").map { _ in
      Module(constructor: "nn.Flatten()", output: "\(name).input")
    }
    return [flatten].compactMap { $0 } + [linear] + activationModule(activation, name)
  }

  private static func convolution(
    _ layer: LayerDescription, _ program: Program
  ) throws(PyTorchExportError) -> [Module] {
    let name = layer.name
    guard let kernel = program.slot(named: "\(name).kernel")?.shape.dimensions, kernel.count == 4 else {
      throw .layerWithoutModule(name: name, type: layer.type)
    }
    let activation = try activation(of: layer)
    let (stride, padding) = (layer.settings["stride"] ?? "1", layer.settings["padding"] ?? "0")
    let hasBias = program.slot(named: "\(name).bias") != nil
    let convolution = Module(
      constructor: "nn.Conv2d(\(kernel[1]), \(kernel[0]), (\(kernel[2]), \(kernel[3])), stride=\(stride), "
        + "padding=\(padding)\(hasBias ? "" : ", bias=False"))",
      output: activation == nil ? "\(name).output" : "\(name).sum",
      parameters: [("weight", "\(name).kernel")] + (hasBias ? [("bias", "\(name).bias")] : []))
    return [convolution] + activationModule(activation, name)
  }

  private static func pooling(_ layer: LayerDescription) throws(PyTorchExportError) -> Module {
    let known: any Layer
    do throws(SettingError) { known = try LayerCatalog.layer(layer) } catch { throw .cannotRun(.setting(error)) }
    guard let pooling = known as? Pooling else { throw .layerWithoutModule(name: layer.name, type: layer.type) }
    let window = pooling.window
    let type = pooling.kind == "max" ? "MaxPool2d" : "AvgPool2d"
    return Module(
      constructor: "nn.\(type)((\(window.height), \(window.width)), stride=\(window.stride), "
        + "padding=\(window.padding))",
      output: "\(layer.name).output")
  }

  private static func globalAveragePooling(_ layer: LayerDescription) -> [Module] {
    [
      Module(constructor: "nn.AdaptiveAvgPool2d(1)", output: "\(layer.name).mean"),
      Module(constructor: "nn.Flatten()", output: "\(layer.name).output"),
    ]
  }

  private static func batchNormalization(
    _ layer: LayerDescription, _ program: Program
  ) throws(PyTorchExportError) -> [Module] {
    let name = layer.name
    guard let gamma = program.slot(named: "\(name).gamma"), let input = program.slot(named: "\(name).normalized") else {
      throw .layerWithoutModule(name: name, type: layer.type)
    }
    let activation = try activation(of: layer)
    let type = input.shape.rank == 4 ? "BatchNorm2d" : "BatchNorm1d"
    let (epsilon, momentum) = (layer.settings["epsilon"] ?? "1e-5", layer.settings["momentum"] ?? "0.1")
    let normalization = Module(
      constructor: "nn.\(type)(\(gamma.shape.count), eps=\(epsilon), momentum=\(momentum))",
      output: activation == nil ? "\(name).output" : "\(name).scaled",
      parameters: [("weight", "\(name).gamma"), ("bias", "\(name).beta")],
      statistics: [("running_mean", "\(name).running_mean"), ("running_var", "\(name).running_variance")])
    return [normalization] + activationModule(activation, name)
  }

  private static func activationModule(_ constructor: String?, _ name: String) -> [Module] {
    constructor.map { [Module(constructor: $0, output: "\(name).output")] } ?? []
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

  /// PyTorch's own recurrent layers, which give every state and know no truncation, in a module that does both.
  private static func recurrence(
    _ layer: LayerDescription, _ earlier: [Module], _ program: Program
  ) throws(PyTorchExportError) -> Module {
    let name = layer.name
    guard let weight = program.slot(named: "\(name).input_weight"),
      let units = program.slot(named: "\(name).recurrent_weight")?.shape.rows
    else { throw .layerWithoutModule(name: name, type: layer.type) }
    let (inputs, truncation) = (weight.shape.rows, layer.settings["truncation"] ?? "0")
    let activation = layer.settings["activation"] ?? "tanh"
    let cell: String
    switch (layer.type, activation) {
    case (LSTM.name, _): cell = "nn.LSTM(\(inputs), \(units), batch_first=True)"
    case (GRU.name, _): cell = "nn.GRU(\(inputs), \(units), batch_first=True)"
    case (_, "tanh"), (_, "relu"):
      cell = "nn.RNN(\(inputs), \(units), nonlinearity=\"\(activation)\", batch_first=True)"
    default: cell = "LinearRNN(\(inputs), \(units))"
    }
    let givesAll = layer.settings["output"] == "all" ? "True" : "False"
    let start = output(of: layer.settings["start"], among: earlier).map { ", start=\"\($0)\"" } ?? ""
    return Module(
      constructor: "Recurrence(\(cell), gives_all=\(givesAll), truncation=\(truncation)\(start))",
      output: "\(name).output",
      parameters: [
        ("cell.weight_ih_l0", "\(name).input_weight"), ("cell.weight_hh_l0", "\(name).recurrent_weight"),
        ("cell.bias_ih_l0", "\(name).input_bias"), ("cell.bias_hh_l0", "\(name).recurrent_bias"),
      ])
  }

  private static func dropout(named name: String, rate: String, ofMaps: Bool = false) -> Module {
    Module(constructor: "Dropout\(ofMaps ? "2d" : "")(\(rate))", output: "\(name).output", mask: "\(name).mask")
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

  /// What an earlier layer of this name puts out, as its module's output is called; nil for none.
  static func output(of layer: String?, among modules: [Module]) -> String? {
    guard let layer, layer != "none" else { return nil }
    return modules.last { $0.output.hasPrefix("\(layer).") }?.output
  }

  /// Whether PyTorch has a parameter of ours with rows and columns exchanged.
  func isTransposed(_ name: String) -> Bool { !modules.contains { $0.tables.contains(name) } }

  /// Our parameters, then running statistics, by the names they have in the state_dict: `0.weight` is `hidden1.weight`.
  var stateNames: [(state: String, ours: String)] {
    modules.enumerated().flatMap { index, module in
      (module.parameters + module.statistics).map { ("\(index).\($0.module)", $0.ours) }
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
