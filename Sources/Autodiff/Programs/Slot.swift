public import TensorMath

/// Which slot of a program: a position in ``Program/slots``.
public struct SlotID: Hashable, Sendable, Comparable, Codable {
  public let index: Int
  public init(_ index: Int) { self.index = index }
  public static func < (a: SlotID, b: SlotID) -> Bool { a.index < b.index }
}

/// One number of a running network: a cell of a slot.
public struct CellAddress: Hashable, Sendable, Codable {
  public let slot: SlotID
  /// Row-major position in the slot's shape.
  public let cell: Int

  public init(_ slot: SlotID, cell: Int) {
    self.slot = slot
    self.cell = cell
  }
}

/// A named place for a tensor in the arena. Every slot but a parameter's and an optimizer's is
/// written exactly once in an iteration, so that a moment earlier in the same iteration needs no
/// recomputing: what is written later is simply not there yet.
public struct Slot: Sendable {
  public enum Role: Hashable, Sendable {
    /// Filled by the load instruction.
    case input
    /// Random numbers from 0 up to 1, drawn by the load instruction.
    case random
    /// A weight or a bias: lives from iteration to iteration.
    case parameter
    /// A mean that follows a value through the iterations, for programs that do not train: lives from iteration to
    /// iteration, is not learned and has no gradient.
    case runningStatistic
    /// What an operation computes.
    case value
    /// The derivative of the loss with respect to another slot.
    case gradient(of: SlotID)
    /// What clipping has left of a parameter's gradient, for the optimizer.
    case clippedGradient(of: SlotID)
    /// One of several parts that add up to a gradient: what flows back through one user.
    case contribution(to: SlotID)
    /// The nth tensor an optimizer keeps for a parameter: lives from iteration to iteration.
    case optimizerState(of: SlotID, Int)
    /// What a parameter, an optimizer state or a running statistic was before this iteration's update.
    case previous(SlotID)
  }

  public let id: SlotID
  /// `"hidden1.weight"`; a gradient's name is that of its value with `.gradient` behind it.
  public let name: String
  public let shape: Shape
  public let role: Role
  /// Which instruction writes it; nil when it is there from the start.
  public internal(set) var writtenBy: Int?
  /// Which instructions read it, in order.
  public internal(set) var readBy: [Int] = []
  /// Its place, in floats: from the start of the arena for durable slots, else from the start of the
  /// program's own part.
  public internal(set) var offset = 0

  /// Whether it comes from outside the network, so that no terms add up to its numbers.
  public var isLoaded: Bool { role == .input || role == .random }

  /// Durable slots carry over to the next iteration; a keyframe holds them and nothing else.
  public var isDurable: Bool {
    switch role {
    case .parameter, .runningStatistic, .optimizerState: true
    default: false
    }
  }
}
