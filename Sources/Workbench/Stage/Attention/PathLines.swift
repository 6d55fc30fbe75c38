import Autodiff
import NeuralNet
import Screen
import Stepping

/// A sum of two paths, such as a residual connection: how large the token's row is on each, and in the sum. Backwards,
/// which way each part of a gradient has come.
///
///     + straight           ‖x‖ = 1.84
///     + self-attention     ‖x‖ = 0.52
///     = block.residual1    ‖x‖ = 2.01
struct PathLines {
  private let rows: [(sign: String, name: String, norm: Double?, isAsked: Bool)]
  private let tokens: TokenScene

  /// Nil for other instructions.
  init?(_ tokens: TokenScene) {
    self.tokens = tokens
    let (scene, program) = (tokens.scene, tokens.program)
    switch scene.instruction.kind {
    case .forward(let index):
      let node = program.nodes[index]
      guard node.operation is Add, node.inputs.count == 2 else { return nil }
      rows =
        node.inputs.map { slot in
          ("+", Self.origin(of: slot, besides: node, tokens), Self.norm(slot, tokens), scene.focus.slot == slot)
        }
        + [("=", SlotText.name(node.output, program), Self.norm(node.output, tokens), scene.focus.slot == node.output)]
    case .addContributions:
      rows =
        scene.slots.reads.map { slot in
          ("+", Self.way(of: slot, tokens), Self.norm(slot, tokens), scene.focus.slot == slot)
        }
        + scene.slots.writes.prefix(1).map { slot in
          ("=", SlotText.name(slot, program), Self.norm(slot, tokens), scene.focus.slot == slot)
        }
    case .backward(let index):
      let node = program.nodes[index]
      guard node.operation is Add, node.inputs.count == 2 else { return nil }
      let arriving = scene.slots.reads[0]
      rows =
        [("", SlotText.name(arriving, program), Self.norm(arriving, tokens), scene.focus.slot == arriving)]
        + scene.slots.writes.map { slot in
          (
            scene.state.capabilities.isUnicode ? "→" : ">", SlotText.name(slot, program), Self.norm(slot, tokens),
            scene.focus.slot == slot
          )
        }
    default: return nil
    }
  }

  /// Through which part of the network a value has come to a sum: the part's scope, or straight.
  private static func origin(of slot: SlotID, besides node: Node, _ tokens: TokenScene) -> String {
    let program = tokens.program
    let name = SlotText.name(slot, program)
    guard slot != node.inputs[0], let writer = program[slot].writtenBy,
      let scope = program.instructions[writer].scope.last
    else { return name }
    return scope == node.scope.last ? name : "\(tokens.state.text(ScopeText.sublayer(scope))): \(name)"
  }

  /// Which user of a value has sent a part of its gradient.
  private static func way(of slot: SlotID, _ tokens: TokenScene) -> String {
    let program = tokens.program
    guard let writer = program[slot].writtenBy, case .backward(let index) = program.instructions[writer].kind else {
      return SlotText.name(slot, program)
    }
    let node = program.nodes[index]
    // Within a sublayer the layer's name says nothing new: `query`, not `decoder.cross_query`.
    let user = node.scope.count > 1 ? SlotText.shortName(node.output, program) : SlotText.name(node.output, program)
    if node.operation is Add { return tokens.text("straight from \(user)", zh: "直接来自 \(user)") }
    let sublayer = node.scope.count > 1 ? node.scope.last.map { tokens.state.text(ScopeText.sublayer($0)) } : nil
    return tokens.text(
      "through \(sublayer.map { "\($0): " } ?? "")\(user)", zh: "经过\(sublayer.map { "\($0)：" } ?? " ")\(user)")
  }

  /// Over the row of the token that is looked at; nil until all of it is there.
  private static func norm(_ slot: SlotID, _ tokens: TokenScene) -> Double? {
    let tensor = TokenTensor(slot, tokens.program)
    guard let numbers = tokens.scene.snapshot.values(of: slot), tensor.rows > 0 else { return nil }
    let first = tensor.cell(
      sample: tokens.choice.sample, head: 0, row: min(tokens.choice.query, tensor.rows - 1), column: 0)
    guard first + tensor.columns <= min(numbers.count, tokens.scene.snapshot.shownCells(of: slot)) else { return nil }
    return numbers[first..<first + tensor.columns].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  func lines(_ theme: Theme) -> [StyledText] {
    let widths = CharacterWidth()
    let longest = rows.map { widths.columns(of: $0.name) }.max() ?? 0
    let isGradient = tokens.scene.instruction.phase == .backward
    return rows.map { row in
      let norm = row.norm.map { tokens.scene.number($0) } ?? String(theme.signs.notYet)
      let name = widths.padded(row.name, to: min(longest, 34))
      let letter = isGradient ? "‖∂‖" : "‖·‖"
      return StyledText("\(row.sign.isEmpty ? " " : row.sign) ", theme.title)
        + StyledText("\(name)  ", row.isAsked ? theme.accent : theme.text)
        + StyledText("\(letter) = \(norm)", theme.text)
    }
  }
}
