import Screen

/// Pictures of tensors side by side: the current one as large as it may be, the others small beside it, as many as fit,
/// in the order of the program.
struct TokenPictureRow {
  let pictures: [TokenPicture]
  /// The one that is drawn large.
  let main: Int
  /// In which order the others get room.
  let order: [Int]
  /// Those that belong to the step at hand: the large one gets smaller where they would have no room.
  let needed: Set<Int>

  private static let spacing = 2

  /// Cells of the screen, 20 bytes each where every one has another color: what no step needs is left out beyond, so that
  /// a frame with 64 tokens goes over a slow line too.
  private static let largestArea = 3200

  /// A name, marks, one row of cells.
  static let leastHeight = 3

  /// Rows that show everything, the names included.
  func wantedHeight(_ mode: Heatmap.Mode, _ theme: Theme) -> Int {
    guard pictures.indices.contains(main) else { return 0 }
    let widths = CharacterWidth()
    return 1 + (pictures.map { $0.forms(mode, theme, widths).first?.size.height ?? 1 }.max() ?? 1)
  }

  /// Rows in which all of the main picture is in sight, as small as it may be.
  func compactHeight(_ theme: Theme) -> Int {
    guard pictures.indices.contains(main) else { return 0 }
    return 1 + (pictures[main].forms(.colors, theme, CharacterWidth()).last?.size.height ?? 1)
  }

  func draw(_ mode: Heatmap.Mode, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard !area.isEmpty, pictures.indices.contains(main) else { return }
    let plan = plan(mode, area.size, theme, frame.widths)
    var x = area.x
    for (index, form) in plan {
      let width = min(form.size.width, area.right - x)
      guard width > 0 else { break }
      let last = index == plan.last?.index
      // The name of the last may go on to the edge.
      let place = Rect(x: x, y: area.y, width: last ? area.right - x : width + 1, height: area.height)
      frame.clipped(to: place) { frame in
        let own = Rect(x: x, y: area.y, width: last ? place.width : width, height: area.height)
        pictures[index].draw(form, in: own, on: &frame, theme: theme)
      }
      x += width + Self.spacing
    }
  }

  /// Whether all that are needed fit side by side.
  func holdsAll(_ mode: Heatmap.Mode, _ room: Size, _ theme: Theme) -> Bool {
    needed.isSubset(of: Set(plan(mode, room, theme, CharacterWidth()).map(\.index)))
  }

  private func plan(
    _ mode: Heatmap.Mode, _ room: Size, _ theme: Theme, _ widths: CharacterWidth
  ) -> [(index: Int, form: TokenPicture.Form)] {
    let height = room.height - 1
    let forms = pictures.map { $0.forms(mode, theme, widths) }
    func fits(_ form: TokenPicture.Form, _ width: Int) -> Bool {
      form.size.width <= width && form.size.height <= height
    }
    /// The smallest form of each that finds room beside the main one, in their order.
    func small(besides first: TokenPicture.Form) -> [Int: TokenPicture.Form] {
      var chosen = [main: first]
      var left = room.width - first.size.width
      for index in order where chosen[index] == nil {
        // Of those with all rows in sight, if there are such.
        guard let small = forms[index].last(where: { fits($0, left - Self.spacing) }) ?? forms[index].last,
          small.size.width + Self.spacing <= left
        else { continue }
        let area = chosen.values.reduce(small.area) { $0 + $1.area }
        guard needed.contains(index) || area <= Self.largestArea else { continue }
        chosen[index] = small
        left -= small.size.width + Self.spacing
      }
      return chosen
    }
    // The largest form of the main one that leaves the most of what is needed in sight.
    var candidates = forms[main].filter { fits($0, room.width) }
    if mode == .numbers, let first = forms[main].first { candidates = [first] }
    if candidates.isEmpty { candidates = forms[main].filter { $0.mode == .colors && $0.size.width <= room.width } }
    if candidates.isEmpty { candidates = forms[main].suffix(1) }
    var (chosen, most) = ([Int: TokenPicture.Form](), -1)
    for candidate in candidates {
      let found = small(besides: candidate)
      let count = needed.intersection(found.keys).count
      if count > most { (chosen, most) = (found, count) }
    }
    // What is left makes the others larger, in the same order.
    let used = chosen.values.reduce(-Self.spacing) { $0 + $1.size.width + Self.spacing }
    var left = max(room.width - used, 0)
    for index in order where chosen[index] != nil && index != main {
      let now = chosen[index]?.size.width ?? 0
      guard let larger = forms[index].first(where: { fits($0, now + left) }), larger.size.width > now else { continue }
      chosen[index] = larger
      left -= larger.size.width - now
    }
    return chosen.keys.sorted().compactMap { index in chosen[index].map { (index, $0) } }
  }
}
