import TensorMath

/// Turns the forward list into the backward list, in reverse: the chain rule, once, for every
/// network. Three things happen here and nowhere else:
///
/// - *Fan-out.* A value with several users gets a contribution from each; one more instruction adds
///   them up, so that a learner sees the addition.
/// - *Gathering.* Users of one kind that share a value, such as the time steps of a recurrent layer its weights, count
///   as one: a single instruction forms what flows back through all of them (``GatheringOperation``).
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
  /// Which nodes share a value in a way that lets its gradient be gathered, in program order.
  private var gatherings: [SlotID: Gathering] = [:]

  private struct Gathering {
    let input: Int
    var nodes: [Int]
  }

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
      appendGatherings(completedBy: index)
    }
  }

  private mutating func findActiveSlots() {
    var dependsOnParameter = Set(parameters)
    func reaches(_ node: Node, _ position: Int) -> Bool {
      dependsOnParameter.contains(node.inputs[position]) && !node.operation.constantInputs.contains(position)
    }
    for node in listing.nodes where node.inputs.indices.contains(where: { reaches(node, $0) }) {
      dependsOnParameter.insert(node.output)
    }
    active = [loss]
    for (index, node) in listing.nodes.enumerated().reversed() where active.contains(node.output) {
      for (position, input) in node.inputs.enumerated() where reaches(node, position) {
        active.insert(input)
        useCount[input, default: 0] += 1
        guard node.operation.gathers(position) else { continue }
        var gathering = gatherings[input] ?? Gathering(input: position, nodes: [])
        let isAlike = gathering.nodes.allSatisfy {
          type(of: listing.nodes[$0].operation) == type(of: node.operation)
        }
        guard isAlike, gathering.input == position else { continue }
        gathering.nodes.append(index)
        gatherings[input] = gathering
      }
    }
    // One user alone passes on its gradient as any other does.
    gatherings = gatherings.filter { $1.nodes.count > 1 }
    for input in gatherings.keys { gatherings[input]?.nodes.reverse() }
    for (input, gathering) in gatherings { useCount[input, default: 0] -= gathering.nodes.count - 1 }
  }

  private func isGathered(_ input: SlotID, by node: Int) -> Bool { gatherings[input]?.nodes.contains(node) ?? false }

  private func takesGradient(_ node: Node, _ position: Int) -> Bool {
    active.contains(node.inputs[position]) && !node.operation.constantInputs.contains(position)
  }

  private mutating func appendBackward(of index: Int) {
    let node = listing.nodes[index]
    guard let upstream = listing.gradients[node.output] else { return }
    var writes: [SlotID] = []
    var sums: [(repeated: SlotID, target: SlotID)] = []
    var completed: [SlotID] = []
    for (position, input) in node.inputs.enumerated()
    where takesGradient(node, position) && !isGathered(input, by: index) {
      let target = targetSlot(for: input)
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
    guard !writes.isEmpty else { return }
    listing.append(
      .backward(node: index), .backward, node.scope, node.operation.name,
      reads: [upstream] + node.inputs + node.outputs, writes: writes)
    for sum in sums {
      listing.append(
        .sumBroadcast, .backward, node.scope, "sum over repeats", reads: [sum.repeated], writes: [sum.target])
    }
    for input in completed { appendAddition(to: input) }
  }

  /// Gathers what the nodes have for the values that they share, once the first of them has had its turn.
  private mutating func appendGatherings(completedBy index: Int) {
    let node = listing.nodes[index]
    for input in node.inputs where gatherings[input]?.nodes.first == index {
      guard let gathering = gatherings[input] else { continue }
      let users = gathering.nodes.map { listing.nodes[$0] }
      let upstreams = users.compactMap { listing.gradients[$0.output] }
      let target = targetSlot(for: input)
      listing.append(
        .gather(nodes: gathering.nodes, input: gathering.input), .backward, commonScope(users), "gather gradients",
        reads: upstreams + users.flatMap { $0.inputs + $0.outputs }, writes: [target])
      listing.stack(upstreams)
      for position in node.inputs.indices where node.inputs[position] != input {
        let others = users.filter { $0.inputs.indices.contains(position) }
        if others.count == users.count { listing.stack(others.map { $0.inputs[position] }) }
      }
      if contributions[input]?.count == useCount[input] { appendAddition(to: input) }
    }
  }

  /// The scopes that all nodes stand in.
  private func commonScope(_ nodes: [Node]) -> [String] {
    guard var common = nodes.first?.scope else { return [] }
    for node in nodes {
      common = zip(common, node.scope).prefix { $0 == $1 }.map(\.0)
    }
    return common
  }

  /// Where a user's share of an input's gradient goes: the gradient itself when it is the only user.
  private mutating func targetSlot(for input: SlotID) -> SlotID {
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
