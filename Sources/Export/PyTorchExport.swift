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
///
/// The running statistics of batch normalization are in the state_dict too, as PyTorch has them.
///
/// Dropout is compared with the very masks that Backstep drew, since PyTorch's random numbers are others:
/// they are in `expected.safetensors` too. When the script goes on training, PyTorch draws its own.
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
    let program = timeline.program
    let sampleShape = program.inputs.first.map { Array(program[$0].shape.dimensions.dropFirst()) } ?? []
    let weights = Self.stateDictionary(timeline.machine, modules, prefix: "")
    files = [
      File(name: "model.py", bytes: Array(script.utf8)),
      File(name: "weights.safetensors", bytes: Safetensors(weights, metadata: ["format": "pt"]).bytes),
      File(name: "expected.safetensors", bytes: Safetensors(Self.expected(timeline, modules)).bytes),
      File(name: "data.safetensors", bytes: Safetensors(Self.data(setup, sampleShape: sampleShape)).bytes),
    ]
  }

  /// The parameters as they are now, by PyTorch's names.
  private static func stateDictionary(
    _ machine: TrainingMachine, _ modules: PyTorchModules, prefix: String
  ) -> [Safetensors.Entry] {
    modules.stateNames.compactMap { names in
      machine.program.slot(named: names.ours).map {
        Safetensors.Entry(prefix + names.state, asPyTorch(tensor($0, machine), names.ours, modules))
      }
    }
  }

  private static func expected(_ timeline: Timeline, _ modules: PyTorchModules) -> [Safetensors.Entry] {
    let machine = timeline.machine
    let program = machine.program
    timeline.go(to: Moment(iteration: 0, position: program.lastPosition(of: .backward) ?? 1))
    var entries = [integers("batch", machine.batchSamples.map(Int.init))]
    for name in ["loss"] + modules.modules.map(\.output) + modules.stateNames.map(\.ours) {
      guard let slot = program.slot(named: name) else { continue }
      let isParameter = slot.role == .parameter
      if slot.role == .runningStatistic { continue }
      if !isParameter { entries.append(Safetensors.Entry("value \(name)", tensor(slot, machine))) }
      guard name != "loss", let gradient = program.gradient(of: slot.id) else { continue }
      let numbers = tensor(program[gradient], machine)
      entries.append(Safetensors.Entry("gradient \(name)", isParameter ? asPyTorch(numbers, name, modules) : numbers))
    }
    var order: [Int] = []
    var sizes: [Int] = []
    let maskNames = modules.modules.compactMap(\.mask)
    var masks = [[Float]](repeating: [], count: maskNames.count)
    for _ in 0..<comparedIterations {
      let next = Moment(iteration: sizes.count, position: machine.instructionCount)
      timeline.go(to: next)
      order += machine.batchSamples.map(Int.init)
      sizes.append(machine.batchSamples.count)
      for (index, name) in maskNames.enumerated() {
        if let slot = machine.program.slot(named: name) { masks[index] += tensor(slot, machine).values }
      }
    }
    for (name, values) in zip(maskNames, masks) {
      let sample = program.slot(named: name)?.shape.dimensions.dropFirst() ?? []
      let shape = Shape([values.count / max(sample.reduce(1, *), 1)] + sample)
      entries.append(Safetensors.Entry("masks \(name)", Tensor(shape, values)))
    }
    entries += [integers("order", order), integers("order sizes", sizes)]
    return entries + stateDictionary(machine, modules, prefix: "after ")
  }

  private static func data(_ setup: TrainingSetup, sampleShape: [Int]) -> [Safetensors.Entry] {
    [("train", setup.data.train), ("test", setup.data.test)].flatMap { part, data in
      // As the network takes them: images where a layer looks at them as such, else a row of numbers.
      let features = Tensor(Shape([data.count] + sampleShape), data.inputs.values)
      let targets = data.targets.values
      let width = targets.count / max(data.count, 1)
      let isEachPosition = data.task.asksAtEveryPosition
      return [
        Safetensors.Entry("\(part) features", features),
        setup.compiler.loss.targets == .classIndex
          ? integers("\(part) targets", targets.map { Int($0) }, isEachPosition ? [data.count, width] : nil)
          : Safetensors.Entry("\(part) targets", Tensor([data.count, width], targets)),
      ]
    }
  }

  /// - Parameter shape: nil for as many in a row as there are.
  private static func integers(_ name: String, _ values: [Int], _ shape: [Int]? = nil) -> Safetensors.Entry {
    Safetensors.Entry(name, shape: Shape(shape ?? [values.count]), .integers(values.map(Int64.init)))
  }

  /// A parameter as PyTorch has it.
  private static func asPyTorch(_ tensor: Tensor, _ name: String, _ modules: PyTorchModules) -> Tensor {
    modules.isTransposed(name) ? transposed(tensor) : tensor
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
