import Autodiff
import NeuralNet
import Screen
import Stepping

/// Attention, forwards and backwards: its tensors as a row of pictures that are stepped through one by one, for one sample
/// and head, with the row of one query lit in all of them; below, that row in numbers and all heads small.
struct AttentionStage: StagePicture {
  private let tokens: TokenScene
  private let layer: AttentionLayer
  private let chain: AttentionChain

  init?(_ scene: StageScene) {
    guard scene.instruction.phase == .forward || scene.instruction.phase == .backward,
      let layer = AttentionLayer(of: scene.instruction, in: scene.snapshot.program), let tokens = TokenScene(scene)
    else { return nil }
    self.tokens = tokens
    self.layer = layer
    chain = AttentionChain(layer, scene.snapshot.program, isBackward: scene.instruction.phase == .backward)
  }

  let leavesRoom = false

  private var scene: StageScene { tokens.scene }
  private var mode: Heatmap.Mode { scene.state.view.mode }

  private var isProjection: Bool { tokens.isProjection }

  func moved(_ movement: Movement) -> CellAddress? {
    TokenMovement(tokens, among: pictures().slots).moved(movement)
  }

  func wantedHeight(width: Int) -> Int { 30 }

  /// From this height on there is room for numbers or heads below the pictures.
  private static let roomyHeight = 12

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 2, area.width >= 12 else { return }
    var body = area
    frame.clipped(to: area) {
      $0.put(chain.line(layer, scene.snapshot, scene.state, width: area.width, theme), x: area.x, y: area.y)
    }
    body = body.inset(top: 1)
    if body.height >= 6 {
      frame.clipped(to: area) { $0.put(tokens.line(theme, attention: layer), x: area.x, y: area.bottom - 1) }
      body = body.inset(bottom: 1)
    }
    let pictureRow = pictures().row
    guard !isProjection else {
      return TokenPictureLines(tokens, picture).draw(mode, in: body, on: &frame, theme: theme)
    }
    let table = QueryTable(tokens, layer, chain)
    // Numbers on demand stand in the pictures' place where there is no room for both.
    if mode == .numbers, body.height < Self.roomyHeight {
      return table.draw(in: body, on: &frame, theme: theme)
    }
    let compact = min(pictureRow.compactHeight(theme), body.height)
    var rest = body.height - compact
    if mode != .colors, rest >= QueryTable.leastHeight, body.height >= Self.roomyHeight {
      let height = min(table.wantedHeight, rest)
      table.draw(in: body.inset(top: body.height - height), on: &frame, theme: theme)
      body = body.inset(bottom: height)
      rest -= height
    }
    if rest >= Self.leastStrip, let heads = headStrip() {
      // The pictures grow first where numbers stand below them.
      let left = rest - pictureRow.wantedHeight(.colors, theme) + compact
      let height = mode == .colors ? max(min(compact + 1, rest), left) : left
      if height >= Self.leastStrip {
        heads.draw(in: body.inset(top: body.height - height), on: &frame, theme: theme)
        body = body.inset(bottom: height)
      }
    }
    pictureRow.draw(mode, in: body, on: &frame, theme: theme)
  }

  /// A title, a number, two rows of points.
  private static let leastStrip = 4

  /// The softmax of every head, or, backwards, its gradient.
  private func headStrip() -> MapStrip? {
    guard layer.heads > 1, let slot = layer.slot(.weights), let maps = MapSlot(slot, scene.snapshot),
      scene.snapshot.isComputed(slot)
    else { return nil }
    let tensor = TokenTensor(slot, tokens.program)
    var strip = MapStrip(
      channelsOf: maps, sample: min(tokens.choice.sample, maps.samples - 1), active: tokens.choice.head,
      scale: tokens.sharesScale(tensor))
    strip?.title = tokens.text("softmax of each head (PgUp PgDn)", zh: "每个头的 softmax（PgUp PgDn）")
    strip?.gaps = tokens.masked(tensor)
    return strip
  }

  // MARK: The row of pictures

  /// What the instruction reads and writes, and the steps before and behind it; of a projection its own tensors alone.
  private func pictures() -> (row: TokenPictureRow, slots: [SlotID]) {
    // The tokens stand beside the rows.
    let own = scene.slots.all.filter { TokenTensor($0, tokens.program).kind != .column }
    guard !isProjection else { return (TokenPictureRow(own, own, tokens, picture), own) }
    var slots = chain.steps.map(\.slot)
    if chain.isBackward {
      let near = own.filter { !scene.slots.writes.contains($0) } + used + scene.slots.writes
      // What is done on the left, what is to come on the right.
      slots =
        chain.steps.map(\.slot).filter { scene.snapshot.isComputed($0) && !near.contains($0) } + near
        + chain.steps.map(\.slot).filter { !scene.snapshot.isComputed($0) && !near.contains($0) }
    } else {
      slots.removeAll { $0 == layer.slot(.attention) }
    }
    return (TokenPictureRow(slots, own + used, tokens, picture), slots)
  }

  /// What a backward rule uses of the forward pass, besides what it is told to read: softmax its own result.
  private var used: [SlotID] {
    guard let node = scene.backwardNode, node.operation is Softmax else { return [] }
    return node.outputs
  }

  private func picture(_ slot: SlotID) -> TokenPicture {
    let program = tokens.program
    if let part = layer.part(of: slot, in: program), !isProjection || part == .attention || isOfHead(slot) {
      let isGradient = program.valueSlot(of: slot) != slot
      let titles = AttentionChain.titles(part, layer, isBackward: isGradient).map(scene.state.text)
      var picture = tokens.picture(slot, titles: titles, ofHead: !isProjection)
      if !picture.masked.isEmpty {
        let sign = scene.state.capabilities.isUnicode ? "░" : ":"
        picture.titles = titles.map { "\($0) \(sign)" } + titles.suffix(1)
      }
      if let step = chain.steps.first(where: { $0.slot == slot }) {
        picture.sign = chain.sign(step, scene.snapshot, scene.state.theme)
        picture.isCurrent = chain.isCurrent(step, scene.snapshot)
      }
      return picture
    }
    var picture = tokens.picture(
      slot, titles: [SlotText.name(slot, program), SlotText.shortName(slot, program)], ofHead: false)
    picture.isCurrent = scene.slots.writes.contains(slot)
    return picture
  }

  private func isOfHead(_ slot: SlotID) -> Bool { chain.steps.contains { $0.slot == slot } }
}
