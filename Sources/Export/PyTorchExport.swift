import Autodiff
import Datasets
import NeuralNet
public import Stepping
import TensorMath

/// A lesson's network for PyTorch: a script that runs on its own, and the numbers it needs.
///
/// Three tensor files stand beside the script. `weights.safetensors` is the state_dict of the script's
/// model before training; `data.safetensors` has all samples as the network sees them;
/// `expected.safetensors` has the first batch, what Backstep computed from it, the order of the samples in
/// the first iterations, and the parameters after those. Weights are laid out as PyTorch has them,
/// [outputs, inputs], which is the transpose of ours.
public struct PyTorchExport: Sendable {
  public struct File: Sendable {
    public let name: String
    public let bytes: [UInt8]
  }

  /// How long both train before their parameters are compared.
  public static let comparedIterations = 100

  public let files: [File]

  public init(_ setup: TrainingSetup, lesson: String) throws(PyTorchExportError) {
    let timeline: Timeline
    do throws(SetupError) {
      timeline = try Timeline(setup, keyframeBudget: 0)
    } catch { throw .cannotRun(error) }
    let modules = try PyTorchModules(setup, timeline.program)
    let script = PyTorchScript(lesson: lesson, setup: setup, modules: modules).text
    let weights = Self.stateDictionary(timeline.machine, modules, prefix: "")
    files = [
      File(name: "model.py", bytes: Array(script.utf8)),
      File(name: "weights.safetensors", bytes: TensorFile(weights).bytes),
      File(name: "expected.safetensors", bytes: Self.expected(timeline, modules).bytes),
      File(name: "data.safetensors", bytes: Self.data(setup).bytes),
    ]
  }

  /// The parameters as they are now, by PyTorch's names.
  private static func stateDictionary(
    _ machine: TrainingMachine, _ modules: PyTorchModules, prefix: String
  ) -> [(name: String, tensor: Tensor)] {
    modules.stateNames.compactMap { names in
      machine.program.slot(named: names.ours).map { (prefix + names.state, transposed(tensor($0, machine))) }
    }
  }

  private static func expected(_ timeline: Timeline, _ modules: PyTorchModules) -> TensorFile {
    let machine = timeline.machine
    let program = machine.program
    var file = TensorFile()
    timeline.go(to: Moment(iteration: 0, position: program.lastPosition(of: .backward) ?? 1))
    file.add("batch", integers: machine.batchSamples.map(Int.init))
    for name in ["loss"] + modules.modules.map(\.output) + modules.stateNames.map(\.ours) {
      guard let slot = program.slot(named: name) else { continue }
      let isParameter = slot.role == .parameter
      if !isParameter { file.add("value \(name)", tensor(slot, machine)) }
      guard name != "loss", let gradient = program.gradient(of: slot.id) else { continue }
      let numbers = tensor(program[gradient], machine)
      file.add("gradient \(name)", isParameter ? transposed(numbers) : numbers)
    }
    var order: [Int] = []
    var sizes: [Int] = []
    for _ in 0..<comparedIterations {
      let next = Moment(iteration: sizes.count, position: machine.instructionCount)
      timeline.go(to: next)
      order += machine.batchSamples.map(Int.init)
      sizes.append(machine.batchSamples.count)
    }
    file.add("order", integers: order)
    file.add("order sizes", integers: sizes)
    for (name, tensor) in stateDictionary(machine, modules, prefix: "after ") { file.add(name, tensor) }
    return file
  }

  private static func data(_ setup: TrainingSetup) -> TensorFile {
    var file = TensorFile()
    for (part, data) in [("train", setup.data.train), ("test", setup.data.test)] {
      file.add("\(part) features", Tensor([data.count, data.featureCount], data.inputs.values))
      switch setup.compiler.loss.targets {
      case .classIndex: file.add("\(part) targets", integers: data.targets.values.map { Int($0) })
      case .numbers:
        file.add(
          "\(part) targets", Tensor([data.count, data.targets.values.count / max(data.count, 1)], data.targets.values))
      }
    }
    return file
  }

  private static func tensor(_ slot: Slot, _ machine: TrainingMachine) -> Tensor {
    Tensor(slot.shape, machine.bound.view(of: slot.id).values)
  }

  /// A matrix with rows and columns exchanged; a vector as it is.
  private static func transposed(_ tensor: Tensor) -> Tensor {
    guard tensor.shape.rank == 2 else { return tensor }
    let (rows, columns) = (tensor.shape.rows, tensor.shape.columns)
    var values: [Float] = []
    values.reserveCapacity(rows * columns)
    for column in 0..<columns {
      for row in 0..<rows { values.append(tensor[row, column]) }
    }
    return Tensor([columns, rows], values)
  }
}
