import Autodiff
import NeuralNet
import Screen
import Stepping

/// Any other instruction of a network that reads tokens: what it reads and writes of the sample that is looked at, tokens
/// along the sides. Below, what the operation is about: a normalization with mean and deviation, the paths of a sum.
struct TokensStage: StagePicture {
  private let tokens: TokenScene
  private let slots: [SlotID]

  init?(_ scene: StageScene) {
    let phases: Set<Phase> = [.forward, .loss, .backward]
    guard phases.contains(scene.instruction.phase), let tokens = TokenScene(scene) else { return nil }
    let slots = Self.slots(scene)
    let isWaves = scene.forwardNode.map { $0.operation is SinusoidalPositions } ?? false
    let hasTokens =
      isWaves
      || slots.contains { slot in
        TokenTensor(slot, tokens.program).kind == .tokens && tokens.program.tokenOrigin(of: slot) != nil
      }
    guard hasTokens else { return nil }
    self.tokens = tokens
    self.slots = slots
  }

  /// Mean and deviation of a normalization are drawn as marks, not as tensors beside it.
  private static func slots(_ scene: StageScene) -> [SlotID] {
    guard let node = scene.forwardNode ?? scene.backwardNode, node.operation is LayerNormalization else {
      return scene.slots.all
    }
    let byProducts = Set(node.outputs.dropFirst())
    let kept = scene.slots.all.filter { !byProducts.contains($0) || $0 == scene.focus.slot }
    return scene.backwardNode == nil ? kept : kept + node.outputs.prefix(1).filter { !kept.contains($0) }
  }

  /// A curve of an activation may stand beside it.
  var leavesRoom: Bool { lines.isEmpty }

  func moved(_ movement: Movement) -> CellAddress? { TokenMovement(tokens, among: slots).moved(movement) }

  func wantedHeight(width: Int) -> Int {
    pictures.wantedHeight(tokens.state.view.mode, tokens.state.theme) + lines.count + 1
  }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 2, area.width >= 8 else { return }
    var body = area
    if body.height >= 5 {
      frame.clipped(to: area) { $0.put(tokens.line(theme, attention: nil), x: area.x, y: area.bottom - 1) }
      body = body.inset(bottom: 1)
    }
    if body.height >= TokenPictureRow.leastHeight + NormalizationLines.leastHeight,
      let normalization = NormalizationLines(tokens)
    {
      let height = min(NormalizationLines.wantedHeight, body.height - TokenPictureRow.leastHeight)
      normalization.draw(in: body.inset(top: body.height - height), on: &frame, theme: theme)
      body = body.inset(bottom: height)
    }
    let lines = lines.prefix(max(body.height - TokenPictureRow.leastHeight, 0))
    for (index, line) in lines.enumerated() {
      frame.clipped(to: body) { $0.put(line, x: body.x, y: body.bottom - lines.count + index) }
    }
    pictures.draw(tokens.state.view.mode, in: body.inset(bottom: lines.count), on: &frame, theme: theme)
  }

  /// The paths of a sum, where the instruction is one.
  private var lines: [StyledText] { PathLines(tokens)?.lines(tokens.state.theme) ?? [] }

  private var pictures: TokenPictureLines { TokenPictureLines(tokens, of: slots, picture) }

  private func picture(_ slot: SlotID) -> TokenPicture {
    let (scene, program) = (tokens.scene, tokens.program)
    let stale = scene.snapshot.staleSlots.contains(slot) ? tokens.text("old: ", zh: "旧：") : ""
    var picture = tokens.picture(
      slot, titles: [SlotText.name(slot, program), SlotText.shortName(slot, program)].map { stale + $0 }, ofHead: false)
    picture.isCurrent = scene.slots.writes.contains(slot)
    return picture
  }
}
