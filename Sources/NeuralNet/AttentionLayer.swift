public import Autodiff
import TensorMath

/// Attention as it stands in a program: which slot holds what. The names are those that `Attention` gives.
///
///     block.query, .key, .value → .scores → .scaled → .masked → .weights → .mixed → .attention
public struct AttentionLayer: Hashable, Sendable {
  /// The tensors of attention in the order in which they are computed.
  public enum Part: String, CaseIterable, Sendable {
    /// Q, K, V [batch, positions, width]; a head has width/heads columns of them.
    case query, key, value
    /// Q·Kᵀ, divided by √d, with what may not be looked at masked, and its softmax [batch, heads, queries, keys].
    case scores, scaled, masked, weights
    /// A·V, the heads side by side, and what the output projection makes of it [batch, queries, width].
    case mixed, attention

    /// Whether its rows are the positions that are asked.
    public var isOfKeys: Bool { self == .key || self == .value }

    /// Whether it has a cell for each query and key, head by head.
    public var isOfPairs: Bool {
      switch self {
      case .scores, .scaled, .masked, .weights: true
      default: false
      }
    }
  }

  /// How attention is called among the scopes of its instructions.
  public static let selfScope = "self-attention"
  public static let crossScope = "cross-attention"

  /// The layer that it is a part of.
  public let name: String
  /// Whether another sequence is asked than the one that asks.
  public let isCross: Bool
  public let heads: Int
  public let batch: Int
  /// Positions that ask, and positions that are asked.
  public let queries: Int
  public let keys: Int
  public let width: Int
  private let slots: [Part: SlotID]

  /// Nil where no attention has this name.
  public init?(named name: String, isCross: Bool = false, in program: Program) {
    let prefix = isCross ? "\(name).cross_" : "\(name)."
    var slots: [Part: SlotID] = [:]
    for part in Part.allCases { slots[part] = program.slot(named: prefix + part.rawValue)?.id }
    guard let query = slots[.query], let key = slots[.key], slots[.value] != nil, let scores = slots[.scores],
      slots[.weights] != nil, slots[.mixed] != nil, program[query].shape.rank == 3, program[key].shape.rank == 3,
      program[scores].shape.rank == 4, program[scores].shape.count > 0, program[query].shape.count > 0
    else { return nil }
    let pairs = program[scores].shape.dimensions
    guard program[query].shape.columns.isMultiple(of: pairs[1]) else { return nil }
    (self.name, self.isCross, self.slots) = (name, isCross, slots)
    (batch, heads, queries, keys) = (pairs[0], pairs[1], pairs[2], pairs[3])
    width = program[query].shape.columns
  }

  /// The attention that stands last in a program: that of the last block. Nil where there is none.
  public static func last(in program: Program, isCross: Bool) -> AttentionLayer? {
    let title = isCross ? crossScope : selfScope
    return program.instructions.last { $0.phase == .forward && $0.scope.contains(title) }
      .flatMap { AttentionLayer(of: $0, in: program) }
  }

  /// The attention that an instruction belongs to; nil for others.
  public init?(of instruction: Instruction, in program: Program) {
    guard let name = instruction.scope.first,
      let kind = instruction.scope.last(where: { $0 == Self.selfScope || $0 == Self.crossScope })
    else { return nil }
    self.init(named: name, isCross: kind == Self.crossScope, in: program)
  }

  /// Columns of a head.
  public var headWidth: Int { width / heads }

  /// Nil where the layer has no such tensor: a mask is not always needed.
  public func slot(_ part: Part) -> SlotID? { slots[part] }

  /// Those that the layer has, in the order in which they are computed.
  public var parts: [Part] { Part.allCases.filter { slots[$0] != nil } }

  /// What a slot holds: one of the tensors, or a gradient of it.
  public func part(of slot: SlotID, in program: Program) -> Part? {
    let value = program.valueSlot(of: slot)
    return Part.allCases.first { slots[$0] == value }
  }
}
