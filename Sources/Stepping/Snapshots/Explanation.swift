public import Autodiff
import NeuralNet
import TensorMath

/// The whole answer to "why this number?": what it is called, by which formula it came about, and
/// the terms that add up to it.
public struct Explanation: Sendable, Hashable {
  public let address: CellAddress
  /// `hidden1.sum[0, 2]`
  public let name: String
  /// Nil when it is not computed yet.
  public let value: Float?
  /// The formula of the whole tensor, in the operation's own letters: `∂W = xᵀ · ∂y`.
  public let formula: String
  /// The operation or optimizer that computes it; empty for data and first weights.
  public let operation: String
  public let meaning: BilingualText
  /// Nil when nothing computes the number, or when it is not computed yet.
  public let expansion: Expansion?
  /// The terms time step by time step, or sample by sample where there are many; else empty.
  public let groups: [TermGroup]
  /// Where the value is used next, for going up; the first output of each user.
  public let users: [SlotID]
}

extension TrainingMachine {
  /// Explains one number as it is at this moment.
  public func explanation(of address: CellAddress) -> Explanation {
    let slot = program[address.slot]
    let (formula, operation, meaning) = formula(of: slot)
    let expansion = expansion(of: address)
    return Explanation(
      address: address, name: program.name(of: address),
      value: isComputed(slot.id) ? bound.view(of: slot.id)[address.cell] : nil, formula: formula,
      operation: operation, meaning: meaning, expansion: expansion,
      groups: expansion.map { TermGroup.groups(of: $0, in: program) } ?? [], users: users(of: slot))
  }

  private func users(of slot: Slot) -> [SlotID] {
    slot.readBy.compactMap { program.instructions[$0].writes.first }
  }

  private func formula(of slot: Slot) -> (String, String, BilingualText) {
    switch slot.role {
    case .parameter, .optimizerState:
      let state: Int? = if case .optimizerState(_, let index) = slot.role { index } else { nil }
      let formula = state.map { optimizer.formulas[$0] } ?? optimizer.formulas.last ?? ""
      return (formula, optimizer.name, optimizer.meaning)
    case .runningStatistic:
      return (
        RunningStatistic.formula, "running mean",
        BilingualText(
          "Follows the value of each batch a little: what is predicted with afterwards, when there is no batch.",
          zh: "每次向本批次的值靠近一点：以后没有批次时，预测就用它。")
      )
    case .previous:
      return (
        "", "",
        BilingualText("What it was before this iteration's update.", zh: "本次迭代更新之前的值。")
      )
    case .input:
      return ("", "load", BilingualText("A number of the batch, as it was loaded.", zh: "载入批次里的一个数。"))
    case .random:
      return (
        "", "load",
        BilingualText(
          "A random number from 0 up to 1, decided by the seed, the iteration and its place.",
          zh: "从 0 到 1 的随机数，由种子、迭代次数和它的位置决定。")
      )
    default: break
    }
    guard let writer = slot.writtenBy else { return ("", "", BilingualText("", zh: "")) }
    let instruction = program.instructions[writer]
    switch instruction.kind {
    case .forward(let index):
      let node = program.nodes[index]
      let (operation, formulas) = (node.operation, node.operation.formulas)
      if let output = node.outputs.firstIndex(of: slot.id), formulas.byProducts.indices.contains(output - 1) {
        return (formulas.byProducts[output - 1].formula, operation.name, formulas.byProducts[output - 1].meaning)
      }
      return (formulas.forward, operation.name, formulas.meaning)
    case .backward(let index):
      let node = program.nodes[index]
      let input = node.inputs.firstIndex { program.gradient(of: $0) == slot.id || isContribution(slot, of: $0) } ?? 0
      let formulas = node.operation.formulas
      return (
        formulas.backward.indices.contains(input) ? formulas.backward[input] : "", node.operation.name,
        formulas.gradientMeaning
      )
    case .gather(let nodes, let input):
      guard let operation = nodes.first.map({ program.nodes[$0].operation }) else { break }
      let formulas = operation.formulas
      return (
        formulas.backward.indices.contains(input) ? formulas.backward[input] : "", operation.name,
        formulas.gradientMeaning
      )
    case .seed:
      return (
        "∂loss = 1", "seed",
        BilingualText(
          "The derivative of the loss with respect to itself: here backpropagation begins.",
          zh: "损失对自身的导数：反向传播从这里开始。")
      )
    case .addContributions:
      return (
        "∂x = Σᵤ ∂xᵤ", "add gradients",
        BilingualText(
          "The value has several users; what flows back through each is added up.",
          zh: "这个值有多个使用者；经由各处传回的梯度相加。")
      )
    case .sumBroadcast:
      return (
        "∂x = Σᵣ ∂xᵣ", "sum over repeats",
        BilingualText(
          "The value was repeated; the gradients of all its copies are added up.",
          zh: "这个值被重复使用；所有副本的梯度相加。")
      )
    case .load, .update, .follow: break
    }
    return ("", "", BilingualText("", zh: ""))
  }

  private func isContribution(_ slot: Slot, of input: SlotID) -> Bool {
    if case .contribution(let target) = slot.role {
      return target == input || program.gradient(of: input) == target
    }
    return false
  }
}
