import TensorMath

/// Turns the forward list into the backward list, in reverse: the chain rule, once, for every
/// network. Two things happen here and nowhere else:
///
/// - *Fan-out.* A value with several users gets a contribution from each; one more instruction adds
///   them up, so that a learner sees the addition.
/// - *Broadcast.* The gradient of an input that was repeated is summed back to its own shape.
struct BackwardPass {
  var listing: InstructionList
  let loss: SlotID
  let parameters: [SlotID]

  /// Slots that depend on a parameter and that the loss depends on.
  private var active: Set<SlotID> = []
  /// How many times an active slot is used by nodes whose gradient is computed.
  private var useCount: [SlotID: Int] = [:]
  private var contributions: [SlotID: [SlotID]] = [:]

  init(listing: InstructionList, loss: SlotID, parameters: [SlotID]) {
    self.listing = listing
    self.loss = loss
    self.parameters = parameters
  }

  mutating func run() throws(ProgramError) {
    guard listing.slots[loss.index].shape.count == 1 else {
      throw .lossIsNotScalar(listing.slots[loss.index].shape.description)
    }
    findActiveSlots()
    if let lonely = parameters.first(where: { !active.contains($0) }) {
      throw .parameterUnreached(listing.slots[lonely.index].name)
    }
    let seed = gradientSlot(of: loss)
    listing.append(.seed, .backward, [], "∂\(listing.slots[loss.index].name)", reads: [], writes: [seed])
    for index in listing.nodes.indices.reversed() where active.contains(listing.nodes[index].output) {
      appendBackward(of: index)
    }
  }

  private mutating func findActiveSlots() {
    var dependsOnParameter = Set(parameters)
    for node in listing.nodes where node.inputs.contains(where: dependsOnParameter.contains) {
      dependsOnParameter.insert(node.output)
    }
    active = [loss]
    for node in listing.nodes.reversed() where active.contains(node.output) {
      for input in node.inputs where dependsOnParameter.contains(input) {
        active.insert(input)
        useCount[input, default: 0] += 1
      }
    }
  }

  private mutating func appendBackward(of index: Int) {
    let node = listing.nodes[index]
    guard let upstream = listing.gradients[node.output] else { return }
    var writes: [SlotID] = []
    var sums: [(repeated: SlotID, target: SlotID)] = []
    var completed: [SlotID] = []
    for (position, input) in node.inputs.enumerated() where active.contains(input) {
      let target = targetSlot(for: input, user: node, position: position)
      let outputShape = listing.slots[node.output.index].shape
      if node.operation.broadcasts, listing.slots[input.index].shape != outputShape {
        let repeated = listing.addSlot(
          "\(listing.slots[target.index].name).repeated", outputShape, .contribution(to: target))
        sums.append((repeated, target))
        writes.append(repeated)
      } else {
        writes.append(target)
      }
      if contributions[input]?.count == useCount[input] { completed.append(input) }
    }
    listing.append(
      .backward(node: index), .backward, node.scope, node.operation.name,
      reads: [upstream] + node.inputs + node.outputs, writes: writes)
    for sum in sums {
      listing.append(
        .sumBroadcast, .backward, node.scope, "sum over repeats", reads: [sum.repeated], writes: [sum.target])
    }
    for input in completed { appendAddition(to: input) }
  }

  /// Where a user's share of an input's gradient goes: the gradient itself when it is the only user.
  private mutating func targetSlot(for input: SlotID, user: Node, position: Int) -> SlotID {
    if useCount[input] == 1 { return gradientSlot(of: input) }
    let count = contributions[input, default: []].count
    let slot = listing.slots[input.index]
    let id = listing.addSlot("\(slot.name).gradient.\(count + 1)", slot.shape, .contribution(to: input))
    contributions[input, default: []].append(id)
    return id
  }

  private mutating func appendAddition(to input: SlotID) {
    let gradient = gradientSlot(of: input)
    listing.append(
      .addContributions, .backward, listing.nodes.first { $0.outputs.contains(input) }?.scope ?? [],
      "add gradients", reads: contributions[input] ?? [], writes: [gradient])
  }

  private mutating func gradientSlot(of input: SlotID) -> SlotID {
    if let known = listing.gradients[input] { return known }
    let slot = listing.slots[input.index]
    let id = listing.addSlot("\(slot.name).gradient", slot.shape, .gradient(of: input))
    listing.gradients[input] = id
    return id
  }
}
