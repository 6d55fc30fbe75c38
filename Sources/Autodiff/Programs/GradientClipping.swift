import TensorMath

/// Limits on the gradients before the optimizer gets to see them; 0 means no limit. Both given, single
/// numbers are cut off first and the length of what remains is limited then.
public struct GradientClipping: Hashable, Sendable {
  /// The greatest length of all gradients together.
  public var norm: Float
  /// The greatest size of a single number.
  public var value: Float

  public init(norm: Float = 0, value: Float = 0) {
    self.norm = norm
    self.value = value
  }

  public static let none = GradientClipping()

  /// The length of all gradients together, where it is limited.
  public static let normName = "gradient.norm"
}

extension InstructionList {
  /// Appends, behind the backward pass, what limits the gradients of parameters.
  ///
  /// - Returns: where the update finds the gradient of each parameter, if not in the gradient itself.
  mutating func appendClipping(_ clipping: GradientClipping, of parameters: [SlotID]) -> [SlotID: SlotID] {
    var clipped: [SlotID: SlotID] = [:]
    let parameters = parameters.filter { gradients[$0] != nil }
    func source(_ id: SlotID) -> [SlotID] { (clipped[id] ?? gradients[id]).map { [$0] } ?? [] }
    if clipping.value > 0 {
      // With both limits this is only half the way, and has another name.
      let suffix = clipping.norm > 0 ? "limited" : "clipped"
      for id in parameters {
        clipped[id] = appendClip(ClipValue(limit: clipping.value), source(id), of: id, suffix)
      }
    }
    if clipping.norm > 0 {
      let norm = addSlot(GradientClipping.normName, .scalar, .value)
      appendNode(Norm(count: parameters.count), parameters.flatMap(source), norm, scope: [])
      for id in parameters {
        clipped[id] = appendClip(ClipNorm(limit: clipping.norm), source(id) + [norm], of: id, "clipped")
      }
    }
    return clipped
  }

  private mutating func appendClip(
    _ operation: any Operation, _ inputs: [SlotID], of parameter: SlotID, _ suffix: String
  ) -> SlotID {
    let slot = slots[parameter.index]
    let id = addSlot("\(slot.name).gradient.\(suffix)", slot.shape, .clippedGradient(of: parameter))
    appendNode(operation, inputs, id, scope: slot.name.split(separator: ".").dropLast().map(String.init))
    return id
  }

  private mutating func appendNode(
    _ operation: any Operation, _ inputs: [SlotID], _ output: SlotID, scope: [String]
  ) {
    nodes.append(Node(operation: operation, inputs: inputs, outputs: [output], scope: scope, phase: .backward))
    appendForward(nodes.count - 1)
  }
}
