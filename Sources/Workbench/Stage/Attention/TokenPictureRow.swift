import Screen

/// Pictures of tensors side by side: the current one as large as it can be, the others small beside it, as many as fit,
/// in the order of the program.
struct TokenPictureRow {
  let pictures: [TokenPicture]
  /// The one that is drawn large.
  let main: Int
  /// In which order the others get room.
  let order: [Int]

  private static let spacing = 2

  /// A name, marks, one row of cells.
  static let leastHeight = 3

  /// Rows that show everything, the names included.
  func wantedHeight(_ mode: Heatmap.Mode, _ theme: Theme) -> Int {
    guard pictures.indices.contains(main) else { return 0 }
    let widths = CharacterWidth()
    return 1 + (pictures.map { $0.forms(mode, theme, widths).first?.size.height ?? 1 }.max() ?? 1)
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

  private func plan(
    _ mode: Heatmap.Mode, _ room: Size, _ theme: Theme, _ widths: CharacterWidth
  ) -> [(index: Int, form: TokenPicture.Form)] {
    let height = room.height - 1
    let forms = pictures.map { $0.forms(mode, theme, widths) }
    func fits(_ form: TokenPicture.Form, _ width: Int) -> Bool {
      form.size.width <= width && form.size.height <= height
    }
    // Where nothing fits, what is looked at stays in sight and the rest is scrolled.
    func largest(_ index: Int, _ width: Int) -> TokenPicture.Form? {
      if mode == .numbers, index == main { return forms[index].first }
      let colored = forms[index].filter { $0.mode == .colors }
      return forms[index].first { fits($0, width) } ?? colored.last { $0.hasLabels && $0.size.width <= width }
        ?? forms[index].last { $0.size.width <= width }
    }
    guard let first = largest(main, room.width) ?? forms[main].last else { return [] }
    var chosen = [main: first]
    var left = room.width - first.size.width
    for index in order where chosen[index] == nil {
      // The smallest that there is, of those with all rows in sight if there are such.
      guard let small = forms[index].last(where: { fits($0, left - Self.spacing) }) ?? forms[index].last,
        small.size.width + Self.spacing <= left
      else { continue }
      chosen[index] = small
      left -= small.size.width + Self.spacing
    }
    // What is left makes the others larger, in the same order.
    for index in order where chosen[index] != nil && index != main {
      let now = chosen[index]?.size.width ?? 0
      guard let larger = largest(index, now + left), larger.size.width > now else { continue }
      chosen[index] = larger
      left -= larger.size.width - now
    }
    return chosen.keys.sorted().compactMap { index in chosen[index].map { (index, $0) } }
  }
}
