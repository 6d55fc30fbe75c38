import Autodiff
import Datasets
import TensorMath

/// Draws loss surfaces beside a run; see ``LossSurface``.
final class LossSurfaceProbe {
  private var landscape: LossLandscape?
  /// What the landscape was made for.
  private weak var machine: TrainingMachine?
  private var cells = 0
  private let trail = ParameterTrail()

  private static let mostCells = 10_000

  /// Nil for two numbers that are no parameters of the network.
  func surface(_ request: LossSurfaceRequest, of timeline: Timeline) -> LossSurface? {
    let machine = timeline.machine
    let count = request.columns * request.rows
    guard request.columns > 0, request.rows > 0, count <= Self.mostCells else { return nil }
    if landscape == nil || self.machine !== machine || cells != count {
      landscape = LossLandscape(machine.setup, cells: count)
      self.machine = machine
      cells = count
    }
    guard let landscape else { return nil }
    landscape.adopt(machine)
    guard let x = landscape.cell(request.horizontal, of: machine.program),
      let y = landscape.cell(request.vertical, of: machine.program)
    else { return nil }
    let here = LossSurface.Point(x: x.view[x.cell], y: y.view[y.cell])
    landscape.computeGradients()
    let gradient = LossSurface.Point(x: x.gradient?[x.cell] ?? .nan, y: y.gradient?[y.cell] ?? .nan)
    let loss = landscape.loss
    let places = trail.places(of: timeline)
    let (xOffset, yOffset) = (offset(request.horizontal, machine.program), offset(request.vertical, machine.program))
    let path = places.map { LossSurface.Point(x: $0.numbers[xOffset], y: $0.numbers[yOffset]) }
    let horizontal = LossSurface.range(holding: path.map(\.x) + [here.x], zoom: request.zoom)
    let vertical = LossSurface.range(holding: path.map(\.y) + [here.y], zoom: request.zoom)
    var losses: [Float] = []
    losses.reserveCapacity(count)
    let (xs, ys) = (x.view, y.view)
    for row in 0..<request.rows {
      for column in 0..<request.columns {
        ys[y.cell] = Self.middle(row, of: request.rows, in: vertical)
        // Written last: both axes may be the same number.
        xs[x.cell] = Self.middle(column, of: request.columns, in: horizontal)
        losses.append(landscape.loss)
      }
    }
    return LossSurface(
      request: request, horizontalRange: horizontal, verticalRange: vertical, losses: losses, here: here, loss: loss,
      gradient: gradient, path: path, pathBegins: places.first?.completedIterations ?? timeline.completedIterations,
      sampleCount: landscape.sampleCount, trainingCount: machine.setup.data.train.count)
  }

  /// Where a parameter's number stands among all of them: parameters come first in the arena.
  private func offset(_ address: CellAddress, _ program: Program) -> Int { program[address.slot].offset + address.cell }

  private static func middle(_ index: Int, of count: Int, in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * (Float(index) + 0.5) / Float(count)
  }
}
