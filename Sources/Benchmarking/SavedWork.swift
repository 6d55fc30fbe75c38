import Export
import NeuralNet
public import Stepping
import TensorMath

/// A workload's first weights and batches from a safetensors file, so that other programs can be
/// timed on the same numbers.
///
/// Parameters are named and laid out as in PyTorch's state_dict of a plain Sequential, where
/// activations, pooling and flattening take a number too: `0.weight` [outputs, inputs] or
/// [out channels, in channels, height, width], `0.bias`, `2.weight`, …; those of a recurrent layer, which gives its last
/// state, are `0.weight_ih_l0`, `0.weight_hh_l0`, `0.bias_ih_l0`, `0.bias_hh_l0`. Batches are `x0`, `y0`, `x1`,
/// `y1`, …, visited in this order again and again; y is float [batch, 1] for the binary loss and class
/// numbers [batch] else, [batch, positions] where every position is asked, but any numbers [batch, 1] under squared error.
///
/// A Transformer is no plain Sequential: its parameters have our own names and layout, `layer2.query_weight`
/// [inputs, outputs] and so on.
public struct SavedWork: Sendable {
  private let file: Safetensors

  /// - Parameter bytes: of the whole file.
  public init(_ bytes: [UInt8]) throws(SavedWorkError) {
    do throws(SafetensorsError) { file = try Safetensors(reading: bytes) } catch { throw .file("\(error)") }
  }

  /// The workload with these numbers.
  public func setup(_ workload: Workload) throws(SavedWorkError) -> TrainingSetup {
    let (inputs, labels, batchSize) = try batches(workload)
    func setup(_ initialValues: [String: [Float]]) throws(SavedWorkError) -> TrainingSetup {
      do throws(SetupError) {
        return try workload.setup(inputs: inputs, labels: labels, initialValues: initialValues, batchSize: batchSize)
      } catch { throw .setup(error) }
    }
    return try setup(initialValues(workload, setup([:]).compiler))
  }

  private func initialValues(
    _ workload: Workload, _ compiler: ModelCompiler
  ) throws(SavedWorkError) -> [String: [Float]] {
    let plans: [ParameterPlan]
    do throws(ModelError) { plans = try compiler.parameterPlans() } catch { throw .setup(.model(error)) }
    var values: [String: [Float]] = [:]
    var place = 0
    for layer in workload.layers {
      for plan in plans where plan.name.hasPrefix(layer.name + ".") {
        values[plan.name] = try parameter(plan, at: place)
      }
      place += layer.settings["activation", default: "linear"] == "linear" ? 1 : 2
    }
    return values
  }

  private func parameter(_ plan: ParameterPlan, at place: Int) throws(SavedWorkError) -> [Float] {
    if file[plan.name] != nil { return try tensor(plan.name, shape: plan.shape).values }
    let own = String(plan.name.split(separator: ".").last ?? "")
    let name = "\(place).\(Self.names[own] ?? "weight")"
    guard plan.shape.rank == 2 else { return try tensor(name, shape: plan.shape).values }
    // Ours is [inputs, units]: a neuron is a column.
    let (inputs, units) = (plan.shape.rows, plan.shape.columns)
    let weight = try tensor(name, shape: [units, inputs])
    return (0..<inputs).flatMap { k in (0..<units).map { weight[$0, k] } }
  }

  /// PyTorch's names of parameters that are not a weight or a kernel.
  private static let names = [
    "bias": "bias", "input_weight": "weight_ih_l0", "recurrent_weight": "weight_hh_l0", "input_bias": "bias_ih_l0",
    "recurrent_bias": "bias_hh_l0",
  ]

  private func batches(_ workload: Workload) throws(SavedWorkError) -> (Tensor, labels: [Float], batchSize: Int) {
    guard let first = file["x0"], let batchSize = first.shape.dimensions.first, batchSize > 0 else {
      throw .missing("x0", needed: "batch×\(workload.inputShape)")
    }
    let count = file.entries.count { $0.name.hasPrefix("x") }
    var inputs: [Float] = []
    var labels: [Float] = []
    for index in 0..<count {
      inputs += try tensor("x\(index)", shape: Shape([batchSize] + workload.inputShape.dimensions)).values
      let targets = try tensor("y\(index)", shape: workload.targetsShape(batchSize)).values
      let classes = 0..<Float(workload.classCount)
      guard workload.isRegression || targets.allSatisfy({ classes.contains($0) && $0 == $0.rounded() }) else {
        throw .label("y\(index)", classCount: workload.classCount)
      }
      labels += targets
    }
    return (Tensor(Shape([count * batchSize] + workload.inputShape.dimensions), inputs), labels, batchSize)
  }

  private func tensor(_ name: String, shape: Shape) throws(SavedWorkError) -> Tensor {
    guard let entry = file[name] else { throw .missing(name, needed: "\(shape)") }
    guard entry.shape == shape else { throw .shape(name, found: "\(entry.shape)", needed: "\(shape)") }
    return entry.tensor
  }
}

/// Why a file cannot serve as a workload's weights and batches.
public enum SavedWorkError: Error, Hashable, Sendable, CustomStringConvertible {
  case file(String)
  case missing(String, needed: String)
  case shape(String, found: String, needed: String)
  case label(String, classCount: Int)
  case setup(SetupError)

  public var description: String {
    switch self {
    case .file(let problem): problem
    case .missing(let name, let needed): "there is no tensor \(name), needed one of shape \(needed)"
    case .shape(let name, let found, let needed): "the tensor \(name) has the shape \(found), needed \(needed)"
    case .label(let name, let count): "the tensor \(name) has labels other than 0 to \(count - 1)"
    case .setup(let error): error.description
    }
  }
}
