import Autodiff
import TensorMath

/// What slots and instructions are called on the screen.
enum SlotText {
  /// `hidden1.weight`, `∂hidden1.weight` for its gradient, `old hidden1.weight` for what it was.
  static func name(_ id: SlotID, _ program: Program) -> String {
    let slot = program[id]
    switch slot.role {
    case .gradient(let value): return "∂\(name(value, program))"
    case .contribution(let target):
      let number = slot.name.split(separator: ".").last.map(String.init) ?? ""
      return "\(program.gradient(of: target) == nil ? "" : "∂")\(name(target, program)) (\(number))"
    case .clippedGradient(let parameter):
      let suffix = slot.name.split(separator: ".").last.map(String.init) ?? ""
      return "∂\(name(parameter, program)) \(suffix)"
    case .previous(let source): return "old \(name(source, program))"
    default: return slot.name
    }
  }

  static func name(_ address: CellAddress, _ program: Program) -> String {
    let shape = program[address.slot].shape
    guard shape.rank > 0 else { return name(address.slot, program) }
    return "\(name(address.slot, program))[\(shape.indices(at: address.cell).map(String.init).joined(separator: ", "))]"
  }

  /// The name without its layer, where the layer is known: `weight`, `∂weight`.
  static func shortName(_ id: SlotID, _ program: Program) -> String {
    let full = name(id, program)
    guard let dot = full.lastIndex(of: "."), !full.hasPrefix("penalty") else { return full }
    return (full.hasPrefix("∂") ? "∂" : full.hasPrefix("old ") ? "old " : "") + full[full.index(after: dot)...]
  }

  /// `weight[0,1]`
  static func shortName(_ address: CellAddress, _ program: Program) -> String {
    let shape = program[address.slot].shape
    guard shape.rank > 0 else { return shortName(address.slot, program) }
    return shortName(address.slot, program) + indices(address, shape)
  }

  /// The same with the time step, where there is one: a cell and the cell before it are not the same: `cell(t3)[0,1]`.
  static func shortNameInTime(_ address: CellAddress, _ program: Program) -> String {
    let step = name(address.slot, program).split(separator: ".").dropLast().last
    guard let step, step.hasPrefix("step"), let time = Int(step.dropFirst(4)) else {
      return shortName(address, program)
    }
    let shape = program[address.slot].shape
    return "\(shortName(address.slot, program))(t\(time))" + (shape.rank > 0 ? indices(address, shape) : "")
  }

  private static func indices(_ address: CellAddress, _ shape: Shape) -> String {
    "[\(shape.indices(at: address.cell).map(String.init).joined(separator: ","))]"
  }

  /// One line of the program: what the instruction makes.
  ///
  /// - Parameter inStep: whether its time step or its block stands above it, so that the layer and the step need not be
  ///   named.
  static func title(_ instruction: Instruction, _ program: Program, inStep: Bool) -> String {
    let full = title(instruction, program)
    guard inStep, let layer = instruction.scope.first else { return full }
    guard let time = instruction.timeStep else { return full.replacing("\(layer).", with: "") }
    return full.replacing("\(layer).step\(time).", with: "").replacing("\(layer).", with: "")
  }

  static func title(_ instruction: Instruction, _ program: Program) -> String {
    switch instruction.kind {
    case .load: return program.randomInputs.isEmpty ? "features, targets" : "features, targets, random numbers"
    case .forward: return instruction.writes.first.map { name($0, program) } ?? instruction.label
    case .seed, .gather, .sumBroadcast, .addContributions:
      return instruction.writes.first.map { name($0, program) } ?? instruction.label
    case .backward:
      let names = instruction.writes.enumerated().map { index, id in
        let isOwn = instruction.scope.last.map { name(id, program).hasPrefix("∂\($0).") } ?? false
        return isOwn && index > 0 ? shortName(id, program) : name(id, program)
      }
      return names.joined(separator: " ")
    case .update, .follow: return instruction.label
    }
  }
}

extension Phase {
  var title: BilingualText {
    switch self {
    case .load: BilingualText("load", zh: "载入")
    case .forward: BilingualText("forward", zh: "前向传播")
    case .loss: BilingualText("loss", zh: "损失")
    case .backward: BilingualText("backward", zh: "反向传播")
    case .update: BilingualText("update", zh: "更新")
    }
  }
}
