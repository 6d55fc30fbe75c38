/// A picture of the whole screen, as a value: compare it, keep it, print it in a test.
///
/// Everything drawn outside the current clip is left out, never a mistake, so a panel may draw without
/// asking first how much room there is. A frame knows nothing of terminals.
public struct Frame: Sendable {
  public let size: Size
  public let widths: CharacterWidth

  /// Where the terminal's own cursor stands; nil hides it. Screen readers follow it.
  public var cursor: Point?

  /// Drawing is cut to this; narrowed by ``clipped(to:_:)``.
  public private(set) var clip: Rect

  private(set) var cells: [Cell]

  public init(size: Size, style: Style = .plain, widths: CharacterWidth = CharacterWidth()) {
    self.size = size
    self.widths = widths
    self.clip = Rect(size)
    self.cells = Array(repeating: .blank(style), count: size.width * size.height)
  }

  public var bounds: Rect { Rect(size) }

  /// The cell at a place; a blank one outside the frame.
  public subscript(x: Int, y: Int) -> Cell {
    bounds.contains(x: x, y: y) ? cells[y * size.width + x] : .blank()
  }

  /// Runs `draw` with drawing cut to `area` (and to the clip in force).
  public mutating func clipped(to area: Rect, _ draw: (inout Frame) -> Void) {
    let outer = clip
    clip = outer.intersection(area)
    draw(&self)
    clip = outer
  }

  /// `area`, no larger than the frame: what a widget need lay out, however large a place it is given.
  func reachable(_ area: Rect) -> Rect {
    Rect(x: area.x, y: area.y, width: min(area.width, size.width), height: min(area.height, size.height))
  }

  // MARK: Drawing

  /// Puts text on one row, from column `x`. Returns the column after it.
  @discardableResult
  public mutating func put(_ text: some StringProtocol, x: Int, y: Int, style: Style = .plain) -> Int {
    var column = x
    guard clip.rows.contains(y) else { return x }
    for character in text {
      guard column < clip.right else { break }
      guard let (sign, columns) = widths.drawable(character) else { continue }
      set(sign, columns: columns, x: column, y: y, style: style)
      column += columns
    }
    return column
  }

  /// Puts a line of several styles, each over `base`. Returns the column after it.
  @discardableResult
  public mutating func put(_ text: StyledText, x: Int, y: Int, base: Style = .plain) -> Int {
    text.spans.reduce(x) { put($1.text, x: $0, y: y, style: $1.style.over(base)) }
  }

  /// Puts one character.
  public mutating func put(_ character: Character, x: Int, y: Int, style: Style = .plain) {
    guard clip.contains(x: x, y: y), let (sign, columns) = widths.drawable(character) else { return }
    set(sign, columns: columns, x: x, y: y, style: style)
  }

  /// Puts text into `area`'s row `row`, aligned, cut with an ellipsis when it is too long.
  public mutating func put(
    _ text: String, in area: Rect, row: Int = 0, alignment: Alignment = .left, style: Style = .plain
  ) {
    guard row >= 0, row < area.height else { return }
    let cut = widths.truncated(text, to: area.width)
    let spare = max(area.width - widths.columns(of: cut), 0)
    let before =
      switch alignment {
      case .left: 0
      case .center: spare / 2
      case .right: spare
      }
    clipped(to: area) { $0.put(cut, x: area.x + before, y: area.y + row, style: style) }
  }

  /// Fills a rectangle with a character one column wide.
  public mutating func fill(_ area: Rect, with character: Character = " ", style: Style = .plain) {
    let area = area.intersection(clip)
    guard !area.isEmpty, let (sign, columns) = widths.drawable(character) else { return }
    for y in area.rows {
      for x in stride(from: area.x, to: area.right, by: columns) {
        set(sign, columns: columns, x: x, y: y, style: style)
      }
    }
  }

  /// Changes the style of what is already there: a selected row, a dimmed background.
  public mutating func restyle(_ area: Rect, _ change: (inout Style) -> Void) {
    let area = area.intersection(clip)
    for y in area.rows {
      for x in area.columns { change(&cells[y * size.width + x].style) }
    }
  }

  /// Lays `style` over what is already there.
  public mutating func restyle(_ area: Rect, with style: Style) { restyle(area) { $0 = style.over($0) } }

  /// One cell, or two for a wide character. Whatever half of an older wide character remains is blanked.
  private mutating func set(_ character: Character, columns: Int, x: Int, y: Int, style: Style) {
    guard clip.contains(x: x, y: y) else {
      // A wide character half inside on the left leaves its inner half blank.
      if columns == 2, clip.contains(x: x + 1, y: y) { place(.blank(style), x: x + 1, y: y) }
      return
    }
    if columns == 2 {
      guard clip.contains(x: x + 1, y: y) else {
        place(.blank(style), x: x, y: y)
        return
      }
      // The right half first: clearing around it must not take the new left half away.
      place(.blank(style), x: x + 1, y: y)
      place(Cell(character, columns: 2, style: style), x: x, y: y)
      cells[y * size.width + x + 1] = .continuation(of: style)
    } else {
      place(Cell(character, columns: 1, style: style), x: x, y: y)
    }
  }

  private mutating func place(_ cell: Cell, x: Int, y: Int) {
    let index = y * size.width + x
    if cells[index].isContinuation, x > 0 { cells[index - 1] = .blank(cells[index - 1].style) }
    if cells[index].isWide, x + 1 < size.width { cells[index + 1] = .blank(cells[index + 1].style) }
    cells[index] = cell
  }
}

extension Frame: Equatable {
  /// Two frames are equal when they look equal; the clip in force is a matter of drawing.
  public static func == (first: Frame, second: Frame) -> Bool {
    first.size == second.size && first.cursor == second.cursor && first.cells == second.cells
  }
}
