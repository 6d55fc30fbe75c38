import TensorMath

/// A program in the making: instructions are appended in the order they will run, with the slots
/// that gradients and optimizers need.
struct InstructionList {
  var slots: [Slot]
  var nodes: [Node]
  var instructions: [Instruction] = []
  var gradients: [SlotID: SlotID] = [:]

  init(slots: [Slot], nodes: [Node]) {
    self.slots = slots
    self.nodes = nodes
  }

  mutating func append(
    _ kind: Instruction.Kind, _ phase: Phase, _ scope: [String], _ label: String, reads: [SlotID], writes: [SlotID]
  ) {
    let index = instructions.count
    for slot in reads { slots[slot.index].readBy.append(index) }
    for slot in writes where slots[slot.index].writtenBy == nil { slots[slot.index].writtenBy = index }
    instructions.append(
      Instruction(kind: kind, phase: phase, scope: scope, label: label, reads: reads, writes: writes))
  }

  mutating func appendForward(_ index: Int) {
    let node = nodes[index]
    append(
      .forward(node: index), node.phase, node.scope, node.operation.name, reads: node.inputs, writes: node.outputs)
  }

  mutating func addSlot(_ name: String, _ shape: Shape, _ role: Slot.Role) -> SlotID {
    let id = SlotID(slots.count)
    slots.append(Slot(id: id, name: name, shape: shape, role: role))
    return id
  }

  /// - Parameter clipped: where updates find gradients that have been limited.
  mutating func appendUpdates(
    _ parameterSlots: [SlotID], stateNames: [String], clipped: [SlotID: SlotID]
  ) -> [Parameter] {
    var parameters: [Parameter] = []
    for id in parameterSlots {
      guard let gradient = gradients[id] else { continue }
      let updateGradient = clipped[id] ?? gradient
      let (name, shape) = (slots[id.index].name, slots[id.index].shape)
      let states = stateNames.enumerated().map { index, stateName in
        addSlot("\(name).\(stateName)", shape, .optimizerState(of: id, index))
      }
      let durable = [id] + states
      let previous = durable.map { addSlot("\(slots[$0.index].name).previous", shape, .previous($0)) }
      append(
        .update(parameter: parameters.count), .update, name.split(separator: ".").dropLast().map(String.init), name,
        reads: [updateGradient] + durable, writes: durable + previous)
      parameters.append(
        Parameter(
          slot: id, gradient: gradient, updateGradient: updateGradient, states: states, previous: previous))
    }
    return parameters
  }

  /// Gives every slot its place: durable slots first, parameters before states, so that they lie the
  /// same in every program of one model.
  consuming func program(
    parameters: [Parameter], inputs: [SlotID], randomInputs: [SlotID], loss: SlotID?, dataLoss: SlotID?,
    parameterSlots: [SlotID]
  ) -> Program {
    var durable = ArenaPlan()
    for id in parameterSlots { slots[id.index].offset = durable.place(slots[id.index].shape.count) }
    for parameter in parameters {
      for id in parameter.states { slots[id.index].offset = durable.place(slots[id.index].shape.count) }
    }
    var transient = ArenaPlan()
    for index in slots.indices where !slots[index].isDurable {
      slots[index].offset = transient.place(slots[index].shape.count)
    }
    return Program(
      slots: slots, nodes: nodes, instructions: instructions, parameters: parameters, inputs: inputs,
      randomInputs: randomInputs, loss: loss, dataLoss: dataLoss, durableCount: durable.count,
      transientCount: transient.count,
      slotsByName: Dictionary(slots.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first }),
      gradients: gradients)
  }
}
