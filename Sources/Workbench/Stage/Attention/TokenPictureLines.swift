import Autodiff
import Screen
import Stepping

/// An instruction's own tensors: side by side where they fit, else what it reads above what it writes.
struct TokenPictureLines {
  private let tokens: TokenScene
  private let reads: [SlotID]
  private let writes: [SlotID]
  private let picture: (SlotID) -> TokenPicture

  /// - Parameter slots: those that are shown; all of them when nil.
  init(_ tokens: TokenScene, of slots: [SlotID]? = nil, _ picture: @escaping (SlotID) -> TokenPicture) {
    self.tokens = tokens
    let written = Set(tokens.scene.slots.writes)
    let slots = slots ?? tokens.scene.slots.all
    reads = slots.filter { !written.contains($0) }
    writes = slots.filter { written.contains($0) }
    self.picture = picture
  }

  private var whole: TokenPictureRow { TokenPictureRow(reads + writes, reads + writes, tokens, picture) }

  func wantedHeight(_ mode: Heatmap.Mode, _ theme: Theme) -> Int { whole.wantedHeight(mode, theme) }

  /// A name, marks and four rows of cells, twice.
  private static let leastHeight = 12

  func draw(_ mode: Heatmap.Mode, in area: Rect, on frame: inout Frame, theme: Theme) {
    let whole = whole
    guard area.height >= Self.leastHeight, !reads.isEmpty, !writes.isEmpty, !whole.holdsAll(mode, area.size, theme)
    else { return whole.draw(mode, in: area, on: &frame, theme: theme) }
    let parts = Layout.split(area, .vertically, [.weight(1), .weight(1)])
    for (slots, part) in [(reads, parts[0]), (writes, parts[1])] {
      TokenPictureRow(slots, slots, tokens, picture).draw(mode, in: part, on: &frame, theme: theme)
    }
  }
}

extension TokenPictureRow {
  /// Pictures of some tensors, of which some belong to the step at hand: what it writes is large, the one with the cursor
  /// comes next, then the step's own, then the nearest.
  init(_ slots: [SlotID], _ own: [SlotID], _ tokens: TokenScene, _ picture: (SlotID) -> TokenPicture) {
    let scene = tokens.scene
    let written =
      scene.slots.writes.first { $0 == scene.focus.slot && slots.contains($0) }
      ?? scene.slots.writes.first { slots.contains($0) } ?? scene.focus.slot
    let main = slots.firstIndex(of: written) ?? 0
    func rank(_ index: Int) -> (Int, Int) {
      (slots[index] == scene.focus.slot ? 0 : own.contains(slots[index]) ? 1 : 2, abs(index - main))
    }
    self.init(
      pictures: slots.map(picture), main: main,
      order: slots.indices.filter { $0 != main }.sorted { rank($0) < rank($1) },
      needed: Set(slots.indices.filter { own.contains(slots[$0]) }))
  }
}
