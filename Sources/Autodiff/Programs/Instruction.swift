/// One line of a program: what the debugger steps over with `n`.
public struct Instruction: Sendable {
  public enum Kind: Hashable, Sendable {
    /// Copies the batch into the input slots.
    case load
    /// Computes a node's outputs.
    case forward(node: Int)
    /// Writes 1, the derivative of the loss with respect to itself.
    case seed
    /// Passes a node's gradient on to its inputs.
    case backward(node: Int)
    /// Forms the gradient of a value that several nodes use as their nth input from all of them at once.
    case gather(nodes: [Int], input: Int)
    /// Adds up, along the repeated axes, the gradient of an input that was broadcast.
    case sumBroadcast
    /// Adds up the contributions of several users.
    case addContributions
    /// Lets the optimizer change the nth parameter.
    case update(parameter: Int)
    /// Lets the nth running statistic follow its value.
    case follow(statistic: Int)
  }

  public let kind: Kind
  public let phase: Phase
  /// The layers around it, outermost first: `["hidden1"]`.
  public let scope: [String]
  /// What it does: the operation's name, or the name of what is written.
  public let label: String
  public let reads: [SlotID]
  public let writes: [SlotID]
}
