import Autodiff
import Screen
import Stepping
import TensorMath

extension Program {
  /// Whether a slot holds a parameter or something kept for one: its gradient, an optimizer's state, what it was.
  func belongsToParameter(_ slot: SlotID) -> Bool {
    switch self[slot].role {
    case .parameter, .optimizerState, .previous, .clippedGradient: true
    case .gradient(let value), .contribution(let value): belongsToParameter(value)
    default: false
    }
  }
}

/// The maps of a slot as a snapshot holds them: x [batch, channels, height, width], or the kernels of a layer
/// [kernels, channels, height, width]. A number that is not shown yet is nil.
struct MapSlot {
  struct Place: Hashable {
    var sample = 0
    var channel = 0
    var row = 0
    var column = 0
  }

  let slot: SlotID
  let samples: Int
  let channels: Int
  let height: Int
  let width: Int
  /// Whether the maps are kernels or belong to kernels, which have no samples.
  let isKernels: Bool
  private let isImage: Bool
  private let values: [Float]
  private let shown: Int

  /// Nil for a slot that holds no maps.
  init?(_ slot: SlotID, _ snapshot: Snapshot) {
    let shape = snapshot.program[slot].shape
    guard shape.rank == 4, shape.count > 0 else { return nil }
    self.slot = slot
    (samples, channels, height, width) = (
      shape.dimensions[0], shape.dimensions[1], shape.dimensions[2], shape.dimensions[3]
    )
    isKernels = snapshot.program.belongsToParameter(slot)
    isImage = snapshot.program[slot].role == .input
    values = snapshot.values(of: slot) ?? []
    shown = min(snapshot.shownCells(of: slot), values.count)
  }

  func cell(_ place: Place) -> Int {
    ((place.sample * channels + place.channel) * height + place.row) * width + place.column
  }

  func place(of cell: Int) -> Place {
    let (column, rest) = (cell % width, cell / width)
    let (row, map) = (rest % height, rest / height)
    return Place(sample: map / channels, channel: map % channels, row: row, column: column)
  }

  /// The nearest place that there is.
  func clamped(_ place: Place) -> Place {
    Place(
      sample: min(max(place.sample, 0), samples - 1), channel: min(max(place.channel, 0), channels - 1),
      row: min(max(place.row, 0), height - 1), column: min(max(place.column, 0), width - 1))
  }

  func contains(row: Int, column: Int) -> Bool { row >= 0 && row < height && column >= 0 && column < width }

  /// Nil outside, and where nothing is shown yet.
  func value(_ place: Place) -> Float? {
    guard contains(row: place.row, column: place.column), place.sample < samples, place.channel < channels else {
      return nil
    }
    let cell = cell(place)
    return cell < shown ? values[cell] : nil
  }

  /// One map, row by row.
  func map(sample: Int, channel: Int) -> [Float?] {
    let start = cell(Place(sample: sample, channel: channel))
    return (start..<start + height * width).map { $0 < shown ? values[$0] : nil }
  }

  /// Gray for images, else blue and orange around 0, wide enough for all maps of a sample, or for all kernels.
  func scale(sample: Int, _ capabilities: ScreenCapabilities) -> ColorScale {
    let area = channels * height * width
    let cells = isKernels ? 0..<values.count : min(sample * area, values.count)..<min((sample + 1) * area, values.count)
    guard isImage else { return .diverging(covering: values[cells], capabilities) }
    var (low, high): (Float, Float) = (0, 0)
    for value in values[cells] where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    return .gray(low: Double(low), high: Double(high), capabilities)
  }
}
