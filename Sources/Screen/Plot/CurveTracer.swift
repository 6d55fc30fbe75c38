/// Draws one series of numbers as a curve of dots.
///
/// Many samples may share a column of dots: of each column the lowest and the highest are joined, and
/// neighbors are joined from the last of one to the first of the next. So a spike of one sample among a
/// million stays in sight. A sample without a place (NaN, infinite, ≤ 0 under a logarithm) is a gap.
struct CurveTracer {
  let x: PlotScale
  let y: PlotScale

  private struct Column {
    let dot: Double
    let first: Double
    var last: Double
    var low: Double
    var high: Double
  }

  func trace(_ samples: [PlotSample], on canvas: inout DotCanvas, ink: DotCanvas.Ink) {
    guard canvas.width > 0, canvas.height > 0 else { return }
    let right = Double(canvas.width - 1)
    let bottom = Double(canvas.height - 1)
    var current: Column?
    var previous: (x: Double, y: Double)?
    for sample in samples {
      guard let across = x.position(sample.x), let up = y.position(sample.y) else {
        finish(current, previous, on: &canvas, ink)
        current = nil
        previous = nil
        continue
      }
      let dot = (across * right).rounded()
      let height = (1 - up) * bottom
      if var column = current, column.dot == dot {
        column.last = height
        column.low = min(column.low, height)
        column.high = max(column.high, height)
        current = column
      } else {
        if let column = current {
          finish(column, previous, on: &canvas, ink)
          previous = (column.dot, column.last)
        }
        current = Column(dot: dot, first: height, last: height, low: height, high: height)
      }
    }
    finish(current, previous, on: &canvas, ink)
  }

  private func finish(
    _ column: Column?, _ previous: (x: Double, y: Double)?, on canvas: inout DotCanvas, _ ink: DotCanvas.Ink
  ) {
    guard let column else { return }
    if let previous { canvas.line(from: previous, to: (column.dot, column.first), ink: ink) }
    canvas.line(from: (column.dot, column.low), to: (column.dot, column.high), ink: ink)
  }
}

/// One measured place of a curve.
public struct PlotSample: Hashable, Sendable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}
