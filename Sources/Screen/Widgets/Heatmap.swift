/// A matrix as numbers, colors, both, or signs with digits; with a cursor, lit rows and columns, a
/// window, and the scale below.
///
/// A value that is not computed yet (`nil`) is `·`, never 0. What does not fit is scrolled so that the
/// cursor stays in sight, and the part shown is named below.
public struct Heatmap: Widget {
  public enum Mode: Hashable, Sendable, CaseIterable {
    case numbers, colors, both, signAndDigit

    /// The next one, for a key that goes round.
    public var next: Mode {
      switch self {
      case .numbers: .colors
      case .colors: .both
      case .both: .signAndDigit
      case .signAndDigit: .numbers
      }
    }
  }

  /// A cell by row and column.
  public struct Place: Hashable, Sendable {
    public var row: Int
    public var column: Int

    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// A rectangle of cells. It may reach beyond the matrix, as with padding.
  public struct Window: Hashable, Sendable {
    public var rows: Range<Int>
    public var columns: Range<Int>

    public init(rows: Range<Int>, columns: Range<Int>) {
      self.rows = rows
      self.columns = columns
    }

    func contains(_ row: Int, _ column: Int) -> Bool { rows.contains(row) && columns.contains(column) }
  }

  public let rows: Int
  public let columns: Int
  private let values: [Float?]
  public var scale: ColorScale
  public var mode: Mode
  public var cursor: Place?
  /// Lit because the current step reads or writes them.
  public var litRows: Range<Int>
  public var litColumns: Range<Int>
  /// A part with brackets at its sides: where a kernel lies on an image.
  public var window: Window?
  /// An ASCII sign on single cells, such as `*` for the winner of a pooling window.
  public var marks: [Place: Character]
  /// Cells that changed since the moment before.
  public var changed: Set<Place>
  /// Names beside the rows and above the columns; empty for none.
  public var rowLabels: [String]
  public var columnLabels: [String]
  public var showsLegend: Bool
  public var format: NumberFormat
  /// Leaves room for marks even where nothing is marked, so that maps side by side have their rows at
  /// the same height.
  public var keepsMarkRoom = false
  /// A cell to keep in sight where there is no cursor.
  public var inSight: Place?
  /// Cells with a sign in place of a number: padding around the matrix, what a mask hides.
  public var padding: Set<Place> = []
  /// Whether marks stand beside rows and above columns.
  public var showsMarks = true

  /// `values` row by row; missing ones count as not computed.
  public init(
    rows: Int, columns: Int, values: [Float?], scale: ColorScale, mode: Mode = .both, cursor: Place? = nil,
    litRows: Range<Int> = 0..<0, litColumns: Range<Int> = 0..<0, window: Window? = nil, marks: [Place: Character] = [:],
    changed: Set<Place> = [], rowLabels: [String] = [], columnLabels: [String] = [], showsLegend: Bool = true,
    format: NumberFormat = NumberFormat()
  ) {
    self.rows = max(rows, 0)
    self.columns = max(columns, 0)
    self.values = values
    self.scale = scale
    self.mode = mode
    self.cursor = cursor
    self.litRows = litRows
    self.litColumns = litColumns
    self.window = window
    self.marks = marks
    self.changed = changed
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.showsLegend = showsLegend
    self.format = format
  }

  public func value(_ row: Int, _ column: Int) -> Float? {
    guard row >= 0, row < rows, column >= 0, column < columns else { return nil }
    let index = row * columns + column
    return index < values.count ? values[index] : nil
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard !area.isEmpty, rows > 0, columns > 0 else { return }
    let plan = HeatmapPlan(self, in: area, theme: theme, widths: frame.widths)
    frame.clipped(to: area) { frame in
      drawLabels(plan, on: &frame, theme)
      frame.clipped(to: plan.cells) { frame in
        if plan.isHalfHeight { drawHalves(plan, on: &frame, theme) } else { drawCells(plan, on: &frame, theme) }
      }
      if !plan.legend.isEmpty { drawLegend(plan, on: &frame, theme) }
    }
  }
}
