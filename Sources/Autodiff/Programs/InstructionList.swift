import TensorMath

/// A program in the making: instructions are appended in the order they will run, with the slots
/// that gradients and optimizers need.
struct InstructionList {
  var slots: [Slot]
  var nodes: [Node]
  var instructions: [Instruction] = []
  var gradients: [SlotID: SlotID] = [:]
  /// Slots that are to lie one behind the other, so that a kernel can take them as one tensor.
  private var stacks: [[SlotID]] = []
  private var stacked: Set<SlotID> = []

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

  /// Lays transient slots one behind the other, unless some of them lie in another stack already.
  mutating func stack(_ members: [SlotID]) {
    let isNew = Set(members).count == members.count && stacked.isDisjoint(with: members)
    guard isNew, members.allSatisfy({ !slots[$0.index].isDurable }) else { return }
    stacked.formUnion(members)
    stacks.append(members)
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

  /// Lets running statistics follow their values, when nothing else of the iteration is left to do.
  mutating func appendFollowing(_ statistics: [RunningStatistic]) -> [RunningStatistic] {
    statistics.enumerated().map { index, statistic in
      guard let value = statistic.value else { return statistic }
      let slot = slots[statistic.slot.index]
      let previous = addSlot("\(slot.name).previous", slot.shape, .previous(slot.id))
      append(
        .follow(statistic: index), .update, slot.name.split(separator: ".").dropLast().map(String.init), slot.name,
        reads: [value, slot.id], writes: [slot.id, previous])
      return RunningStatistic(
        slot: slot.id, value: value, previous: previous, initialValue: statistic.initialValue,
        momentum: statistic.momentum, scale: statistic.scale)
    }
  }

  /// Gives every slot its place: durable slots first, parameters before statistics before states, so that they lie
  /// the same in every program of one model.
  consuming func program(
    parameters: [Parameter], statistics: [RunningStatistic], inputs: [SlotID], randomInputs: [SlotID], loss: SlotID?,
    dataLoss: SlotID?,
    parameterSlots: [SlotID]
  ) -> Program {
    var durable = ArenaPlan()
    for id in parameterSlots { slots[id.index].offset = durable.place(slots[id.index].shape.count) }
    for statistic in statistics {
      slots[statistic.slot.index].offset = durable.place(slots[statistic.slot.index].shape.count)
    }
    for parameter in parameters {
      for id in parameter.states { slots[id.index].offset = durable.place(slots[id.index].shape.count) }
    }
    var transient = ArenaPlan()
    for stack in stacks {
      var offset = transient.place(stack.reduce(0) { $0 + slots[$1.index].shape.count })
      for id in stack {
        slots[id.index].offset = offset
        offset += slots[id.index].shape.count
      }
    }
    for index in slots.indices where !slots[index].isDurable && !stacked.contains(slots[index].id) {
      slots[index].offset = transient.place(slots[index].shape.count)
    }
    return Program(
      slots: slots, nodes: nodes, instructions: instructions, parameters: parameters, statistics: statistics,
      inputs: inputs, randomInputs: randomInputs, loss: loss, dataLoss: dataLoss, durableCount: durable.count,
      transientCount: transient.count,
      slotsByName: Dictionary(slots.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first }),
      gradients: gradients)
  }
}
