import Autodiff
import NeuralNet
import Stepping
import TensorMath

/// Layers of networks with attention as modules of the script.
extension PyTorchModules {
  static func embedding(
    _ layer: LayerDescription, _ setup: TrainingSetup, _ program: Program
  ) throws(PyTorchExportError) -> Module {
    let name = layer.name
    guard let table = program.slot(named: "\(name).table"), let tokens = setup.compiler.model.tokens else {
      throw .layerWithoutModule(name: name, type: layer.type)
    }
    let readsTarget = layer.settings["reads"] == "target"
    let (start, count) = readsTarget ? (tokens.source.length, tokens.target?.length ?? 0) : (0, tokens.source.length)
    let positions = layer.settings["positions"] ?? "none"
    let isScaled = layer.settings["scaled"] == "true"
    let isLearned = positions == "learned"
    return Module(
      constructor: "TokenEmbedding(\"\(name)\", \(table.shape.rows), \(table.shape.columns), \(start), \(count), "
        + "\"\(positions)\", scaled=\(isScaled ? "True" : "False"))",
      output: "\(name).output",
      parameters: [("table.weight", "\(name).table")] + (isLearned ? [("positions", "\(name).positions")] : []),
      tables: ["\(name).table", "\(name).positions"])
  }

  static func selfAttention(_ layer: LayerDescription, _ program: Program) throws(PyTorchExportError) -> Module {
    let hasResidual = layer.settings["residual"] == "true"
    let isCausal = layer.settings["mask"] == "causal"
    return Module(
      constructor: "SelfAttention(\(try width(of: layer, program)), \(layer.settings["heads"] ?? "1"), "
        + "causal=\(isCausal ? "True" : "False"), residual=\(hasResidual ? "True" : "False"))",
      output: "\(layer.name).\(hasResidual ? "residual1" : "attention")",
      parameters: attention("", layer.name, prefix: ""))
  }

  static func block(
    _ layer: LayerDescription, _ earlier: [Module], _ program: Program
  ) throws(PyTorchExportError) -> Module {
    let name = layer.name
    let isDecoder = layer.type == DecoderBlock.name
    let memory = isDecoder ? output(of: layer.settings["memory"], among: earlier) : nil
    let normalization = layer.settings["normalization"] ?? "before"
    let hasResidual = layer.settings["residual"] != "false"
    let count = memory == nil ? 2 : 3
    let inner = program.slot(named: "\(name).feed_forward1_weight")?.shape.columns ?? 0
    let activation = layer.settings["activation"] == "gelu" ? "nn.GELU()" : "nn.ReLU()"
    var parameters = attention("attention.", name, prefix: "")
    if memory != nil { parameters += attention("cross.", name, prefix: "cross_") }
    for (module, ours) in [("inner", "feed_forward1"), ("outer", "feed_forward2")] {
      parameters += [("\(module).weight", "\(name).\(ours)_weight"), ("\(module).bias", "\(name).\(ours)_bias")]
    }
    for number in 1...count where normalization != "none" {
      parameters += [
        ("norms.\(number - 1).weight", "\(name).norm\(number)_scale"),
        ("norms.\(number - 1).bias", "\(name).norm\(number)_shift"),
      ]
    }
    let output =
      normalization == "after" ? "norm\(count)" : hasResidual ? "residual\(count)" : "feed_forward2"
    return Module(
      constructor:
        "Block(\(try width(of: layer, program)), \(layer.settings["heads"] ?? "1"), \(inner), \(activation), "
        + "\"\(normalization)\", residual=\(hasResidual ? "True" : "False"), "
        + "causal=\(isDecoder ? "True" : "False")\(memory.map { ", memory=\"\($0)\"" } ?? ""))",
      output: "\(name).\(output)", parameters: parameters)
  }

  static func layerNormalization(
    _ layer: LayerDescription, _ program: Program
  ) throws(PyTorchExportError) -> Module {
    let name = "\(layer.name).output"
    guard let scale = program.slot(named: "\(name)_scale") else {
      throw .layerWithoutModule(name: layer.name, type: layer.type)
    }
    return Module(
      constructor: "nn.LayerNorm(\(scale.shape.count))", output: name,
      parameters: [("weight", "\(name)_scale"), ("bias", "\(name)_shift")])
  }

  private static func width(of layer: LayerDescription, _ program: Program) throws(PyTorchExportError) -> Int {
    guard let weight = program.slot(named: "\(layer.name).query_weight") else {
      throw .layerWithoutModule(name: layer.name, type: layer.type)
    }
    return weight.shape.rows
  }

  private static func attention(_ module: String, _ name: String, prefix: String) -> [(module: String, ours: String)] {
    ["query", "key", "value", "output"].flatMap { part in
      // Keys have no bias.
      (part == "key" ? ["weight"] : ["weight", "bias"]).map {
        ("\(module)\(part).\($0)", "\(name).\(prefix)\(part)_\($0)")
      }
    }
  }
}
