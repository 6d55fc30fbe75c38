import Autodiff
import NeuralNet
public import Stepping
public import TensorMath

/// One iteration, whole: every step, and every value with its gradient.
///
/// `values` holds the numbers that the steps have read and computed: parameters and optimizer states
/// as they were before the update. What the update made of them is their `updated`. A gradient stands
/// with its value; the parts that add up to one, where a value has several users, are values of their own.
public struct TraceReport: Sendable {
  public struct Step: Sendable {
    public let index: Int
    public let phase: String
    public let operation: String
    public let scope: [String]
    public let inputs: [String]
    public let outputs: [String]
  }

  public struct Value: Sendable {
    public let name: String
    public let tensor: Tensor
    public let gradient: Tensor?
    /// For what the update changes.
    public let updated: Tensor?
  }

  public let lesson: String
  public let iteration: Int
  public let loss: Float
  public let steps: [Step]
  public let values: [Value]

  /// Runs a timeline to the end of an iteration and writes down what it has done.
  public init(_ timeline: Timeline, lesson: String, iteration: Int) {
    timeline.go(to: Moment(iteration: iteration, position: timeline.machine.instructionCount))
    let machine = timeline.machine
    // A short last batch has a program of its own, as long as the other: still the same position.
    let program = machine.program
    func tensor(_ id: SlotID) -> Tensor { Tensor(program[id].shape, machine.bound.view(of: id).values) }
    var previous: [SlotID: SlotID] = [:]
    for slot in program.slots { if case .previous(let source) = slot.role { previous[source] = slot.id } }
    self.lesson = lesson
    self.iteration = iteration
    loss = machine.loss
    steps = program.instructions.enumerated().map { index, instruction in
      Step(
        index: index, phase: instruction.phase.rawValue, operation: Self.operation(instruction, machine),
        scope: instruction.scope, inputs: instruction.reads.map { program[$0].name },
        outputs: instruction.writes.compactMap { id in
          if case .previous = program[id].role { return nil }
          return program[id].name
        })
    }
    values = program.slots.compactMap { slot in
      switch slot.role {
      case .gradient, .previous: return nil
      case .input, .random, .parameter, .runningStatistic, .clippedGradient, .value, .contribution, .optimizerState:
        break
      }
      return Value(
        name: slot.name, tensor: tensor(previous[slot.id] ?? slot.id),
        gradient: program.gradient(of: slot.id).map(tensor),
        updated: slot.isDurable ? tensor(slot.id) : nil)
    }
  }

  /// What a step does: the operation's name, or for an update the optimizer's.
  private static func operation(_ instruction: Instruction, _ machine: TrainingMachine) -> String {
    switch instruction.kind {
    case .forward(let node), .backward(let node): machine.program.nodes[node].operation.name
    case .load: "load"
    case .seed: "seed"
    case .gather(let nodes, _): nodes.first.map { machine.program.nodes[$0].operation.name } ?? "gather"
    case .sumBroadcast: "sum-over-repeats"
    case .addContributions: "add-gradients"
    case .update: machine.optimizer.name
    case .follow: "running-mean"
    }
  }

  public var json: JSON {
    .object([
      "lesson": .string(lesson), "iteration": .integer(iteration), "loss": .float(loss),
      "steps": .array(steps.map(\.json)),
      "values": .object(values.map { JSON.Member($0.name, $0.json) }),
    ])
  }

  /// The same numbers under their names, gradients as `name.gradient`, for a tensor file.
  public var tensors: Safetensors {
    let entries = values.flatMap { value in
      [Safetensors.Entry(value.name, value.tensor)]
        + (value.gradient.map { [Safetensors.Entry("\(value.name).gradient", $0)] } ?? [])
        + (value.updated.map { [Safetensors.Entry("\(value.name).updated", $0)] } ?? [])
    }
    return Safetensors(entries, metadata: ["lesson": lesson, "iteration": String(iteration)])
  }
}

extension TraceReport.Step {
  /// `output` is the first of `outputs`: most steps have no other.
  var json: JSON {
    .object([
      "index": .integer(index), "phase": .string(phase), "operation": .string(operation), "scope": .strings(scope),
      "inputs": .strings(inputs), "output": outputs.first.map(JSON.string) ?? .null, "outputs": .strings(outputs),
    ])
  }
}

extension TraceReport.Value {
  var json: JSON {
    let object = JSON.object([
      "shape": .integers(tensor.shape.dimensions), "data": .floats(tensor.values),
      "gradient": gradient.map { .floats($0.values) } ?? .null,
    ])
    return updated.map { object.adding("updated", .floats($0.values)) } ?? object
  }
}
