/// What must be drawn to turn one frame into another: runs of changed cells, one style each.
///
/// The law: `FrameDiff(from: old, to: new).applied(to: old) == new`.
public struct FrameDiff: Hashable, Sendable {
  /// Neighboring cells of one row in one style.
  public struct Run: Hashable, Sendable {
    public let x: Int
    public let y: Int
    /// Kept apart: joined to a string, two signs could melt into one.
    public fileprivate(set) var characters: [Character]
    public fileprivate(set) var columns: Int
    public let style: Style

    public var text: String { String(characters) }
  }

  public let runs: [Run]
  public let size: Size
  public let cursor: Point?

  /// With no old frame, or one of another size, everything is drawn.
  public init(from old: Frame?, to new: Frame) {
    let old = old.flatMap { $0.size == new.size ? $0 : nil }
    var runs: [Run] = []
    let width = new.size.width
    for y in 0..<new.size.height {
      var open: Run?
      for x in 0..<width {
        let index = y * width + x
        let cell = new.cells[index]
        guard !cell.isContinuation else { continue }
        var isChanged = old.map { $0.cells[index] != cell } ?? true
        // A wide character counts as changed when either of its cells is.
        if cell.isWide, x + 1 < width, let old { isChanged = isChanged || old.cells[index + 1] != new.cells[index + 1] }
        guard isChanged else {
          if let run = open { runs.append(run) }
          open = nil
          continue
        }
        if open?.style == cell.style {
          open?.characters.append(cell.character)
          open?.columns += Int(cell.columns)
        } else {
          if let run = open { runs.append(run) }
          open = Run(x: x, y: y, characters: [cell.character], columns: Int(cell.columns), style: cell.style)
        }
      }
      if let run = open { runs.append(run) }
    }
    self.runs = runs
    self.size = new.size
    self.cursor = new.cursor
  }

  public var isEmpty: Bool { runs.isEmpty }

  /// The new frame, from the old one.
  public func applied(to old: Frame) -> Frame {
    var frame = old.size == size ? old : Frame(size: size, widths: old.widths)
    for run in runs {
      var x = run.x
      for character in run.characters {
        frame.put(character, x: x, y: run.y, style: run.style)
        x += frame.widths.columns(of: character)
      }
    }
    frame.cursor = cursor
    return frame
  }
}
