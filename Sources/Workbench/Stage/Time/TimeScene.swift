import Autodiff
import NeuralNet
import Screen
import Stepping
import TensorMath

/// What pictures of a recurrent layer are made from: the layer, the time step at hand, and which number is looked at.
struct TimeScene {
  let scene: StageScene
  let layer: UnrolledLayer
  /// The time step of the instruction at hand; nil for what is done for all of them at once.
  let current: Int?

  init?(_ scene: StageScene) {
    guard let layer = scene.instruction.scope.first.flatMap({ scene.snapshot.unrolledLayers[$0] }), layer.stepCount > 1
    else { return nil }
    self.scene = scene
    self.layer = layer
    current = scene.instruction.timeStep
  }

  var program: Program { scene.snapshot.program }
  var state: WorkbenchState { scene.state }

  /// A kind of number that every time step has, one for each unit.
  struct Band {
    /// `h(t)`, `forget gate`.
    let title: String
    /// How many numbers a sample has at a time step.
    let rows: Int
    /// The tensor of each time step; nil where a step has none.
    let slots: [SlotID?]
    /// Whether all time steps stand in one tensor, one below the other.
    let isStacked: Bool

    /// The number of a sample's row at a time step.
    func address(_ time: Int, sample: Int, row: Int, batch: Int) -> CellAddress? {
      guard slots.indices.contains(time), let slot = slots[time] else { return nil }
      return CellAddress(slot, cell: ((isStacked ? time * batch : 0) + sample) * rows + row)
    }

    /// Where a number of this band stands.
    func place(of address: CellAddress, batch: Int) -> (time: Int, sample: Int, row: Int)? {
      guard rows > 0 else { return nil }
      let (row, line) = (address.cell % rows, address.cell / rows)
      if isStacked {
        return slots.first == .some(address.slot) ? (line / max(batch, 1), line % max(batch, 1), row) : nil
      }
      return slots.firstIndex(of: address.slot).map { ($0, line, row) }
    }
  }

  func band(_ title: String, _ slot: (Int) -> SlotID?) -> Band {
    Band(title: title, rows: layer.units, slots: (0..<layer.stepCount).map(slot), isStacked: false)
  }

  /// A sample's numbers of a band at a time step, as far as they are shown; empty where they are not computed.
  func column(_ band: Band, _ time: Int, sample: Int) -> ArraySlice<Float> {
    guard let first = band.address(time, sample: sample, row: 0, batch: layer.batch),
      let values = scene.snapshot.values(of: first.slot)
    else { return [] }
    let end = min(first.cell + band.rows, values.count, scene.snapshot.shownCells(of: first.slot))
    return first.cell < end ? values[first.cell..<end] : []
  }

  /// A number of a band: which band, and where in it.
  struct Place: Hashable {
    let band: Int
    let time: Int
    let sample: Int
    let row: Int
  }

  /// Where the number that is looked at stands on the picture; nil for weights and what else has no time step.
  ///
  /// What a time step computes on the way, such as the sums of all gates in one tensor, stands for what becomes of it.
  ///
  /// - Parameter names: what each band is called in the program; nil for one that no such number leads to.
  func place(in bands: [Band], names: [String?]) -> Place? {
    let focus = scene.focus
    for (index, band) in bands.enumerated() {
      if let place = band.place(of: focus, batch: layer.batch) {
        return Place(band: index, time: place.time, sample: place.sample, row: place.row)
      }
    }
    let slot = program[focus.slot]
    guard let writer = slot.writtenBy, let time = program.instructions[writer].timeStep,
      program.instructions[writer].scope.first == layer.name, slot.shape.rank == 2, slot.shape.rows == layer.batch,
      slot.shape.columns.isMultiple(of: layer.units), !bands.isEmpty
    else { return nil }
    let (sample, column) = (focus.cell / slot.shape.columns, focus.cell % slot.shape.columns)
    let gates = names.indices.filter { names[$0] != nil && names[$0] != "cell" }
    let isSums = slot.shape.columns == layer.units * gates.count && gates.count > 1
    let own = slot.name.split(separator: ".").last.map(String.init) ?? ""
    let band =
      isSums
      ? gates[column / layer.units]
      : names.firstIndex { $0.map { own.hasPrefix($0) } ?? false } ?? names.firstIndex(of: "cell") ?? bands.count - 1
    return Place(band: band, time: time, sample: sample, row: column % layer.units)
  }

  /// The sample that is looked at.
  func sample(_ place: Place?) -> Int {
    min(max(place?.sample ?? state.mapChoice.sample % layer.batch, 0), layer.batch - 1)
  }

  /// The parts of a time step that the layer's kind has, in words.
  static func title(_ part: String) -> BilingualText {
    switch part {
    case "sum": BilingualText("sum a(t)", zh: "总和 a(t)")
    case "cell": BilingualText("cell c(t)", zh: "单元 c(t)")
    default: ScopeText.gate(part.replacing("_", with: " "))
    }
  }

  /// Where an arrow leads from a number of the bands: left and right through time, up and down through units and from
  /// band to band; nil where the cursor is in none of them.
  func moved(_ movement: Movement, from place: Place?, in bands: [Band]) -> CellAddress? {
    guard let place else { return nil }
    let index = place.band
    func address(_ band: Int, _ time: Int, _ row: Int) -> CellAddress? {
      bands[band].address(time, sample: place.sample, row: row, batch: layer.batch)
    }
    let last = bands[index].rows - 1
    let found: CellAddress?
    switch movement {
    case .left: found = address(index, place.time - 1, place.row)
    case .right: found = address(index, place.time + 1, place.row)
    case .up where place.row > 0: found = address(index, place.time, place.row - 1)
    case .down where place.row < last: found = address(index, place.time, place.row + 1)
    case .up: found = index > 0 ? address(index - 1, place.time, bands[index - 1].rows - 1) : nil
    case .down: found = index + 1 < bands.count ? address(index + 1, place.time, 0) : nil
    case .pageUp: found = address(index, place.time, max(place.row - 10, 0))
    case .pageDown: found = address(index, place.time, min(place.row + 10, last))
    }
    return found ?? scene.focus
  }

  func text(_ english: String, zh chinese: String) -> String { state.text(BilingualText(english, zh: chinese)) }
}

extension StageScene {
  /// The number under the cursor or asked about, wherever it stands; else the first that is written.
  var focus: CellAddress { state.question ?? home }
}
