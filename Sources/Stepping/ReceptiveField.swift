public import Autodiff
public import TensorMath

/// Part of the maps of one sample: whole rows and columns, because every window is a rectangle.
public struct MapRegion: Hashable, Sendable {
  public let sample: Int
  /// The only map that belongs to it; nil when all do.
  public let channel: Int?
  /// Ascending; a stride larger than the window leaves gaps.
  public let rows: [Int]
  public let columns: [Int]

  public init(sample: Int, channel: Int?, rows: [Int], columns: [Int]) {
    self.sample = sample
    self.channel = channel
    self.rows = rows
    self.columns = columns
  }

  public var isEmpty: Bool { rows.isEmpty || columns.isEmpty }

  public func contains(channel: Int, row: Int, column: Int) -> Bool {
    (self.channel ?? channel) == channel && rows.contains(row) && columns.contains(column)
  }

  /// Everything that either has. Where two ways of different width meet again, the rectangle around both: it may then
  /// hold cells that neither has.
  func union(_ other: MapRegion) -> MapRegion {
    MapRegion(
      sample: sample, channel: channel == other.channel ? channel : nil,
      rows: Set(rows).union(other.rows).sorted(), columns: Set(columns).union(other.columns).sorted())
  }
}

/// Which pixels go into a number of a network with images, and where a pixel gets to: the structure alone decides, the
/// numbers do not matter (Araujo, Norris and Sim 2019, "Computing receptive fields of convolutional neural networks").
///
///     program.receptiveField(of: conv2.sum[0, 3, 1, 1], in: features)   // rows 0…7, columns 0…7
///     program.reach(of: features[0, 0, 2, 2], in: conv1.sum)            // rows 1…3, columns 1…3
extension Program {
  /// The part of `source` that the number at `address` depends on; of a gradient, the part that its value depends on.
  /// Nil when it depends on none of it, or when `source` holds no maps.
  public func receptiveField(of address: CellAddress, in source: SlotID) -> MapRegion? {
    guard self[source].shape.rank == 4 else { return nil }
    let value = CellAddress(valueSlot(of: address.slot), cell: address.cell)
    guard let start = MapExtent(of: value, in: self) else { return nil }
    return field(of: value.slot, start, in: source)?.region(in: self[source].shape)
  }

  /// The part of `target` that depends on the number at `address`; nil when none of it does.
  public func reach(of address: CellAddress, in target: SlotID) -> MapRegion? {
    guard self[target].shape.rank == 4, let start = MapExtent(of: address, in: self) else { return nil }
    let end = valueSlot(of: target)
    var reached: [SlotID: MapExtent] = [address.slot: start]
    for node in nodes {
      if reached[end] != nil { break }
      for (position, input) in node.inputs.enumerated() {
        guard let extent = reached[input], carriesSamples(input) else { continue }
        for output in node.outputs {
          let passed = extent.forwards(through: node, input: position, in: self)
          reached[output] = reached[output].map { $0.union(passed) } ?? passed
        }
      }
    }
    guard let region = reached[end]?.region(in: self[end].shape), !region.isEmpty else { return nil }
    return region
  }

  private func field(of slot: SlotID, _ extent: MapExtent, in source: SlotID) -> MapExtent? {
    if slot == source { return extent }
    guard let node = nodes.first(where: { $0.outputs.contains(slot) }) else { return nil }
    var found: MapExtent?
    for (position, input) in node.inputs.enumerated() where carriesSamples(input) {
      let before = extent.backwards(through: node, input: position, in: self)
      guard let part = field(of: input, before, in: source) else { continue }
      found = found.map { $0.union(part) } ?? part
    }
    return found
  }

  /// Parameters belong to no place.
  private func carriesSamples(_ slot: SlotID) -> Bool {
    if case .parameter = self[slot].role { return false }
    return self[slot].shape.rank > 0
  }
}

/// Part of a sample's numbers while it is followed through the network: of maps, or all of them where there is no place
/// any more.
private enum MapExtent {
  case part(MapRegion)
  case everything(sample: Int)

  init?(of address: CellAddress, in program: Program) {
    let shape = program[address.slot].shape
    guard shape.rank > 0, shape.count > address.cell, address.cell >= 0 else { return nil }
    let at = shape.indices(at: address.cell)
    self =
      shape.rank == 4
      ? .part(MapRegion(sample: at[0], channel: at[1], rows: [at[2]], columns: [at[3]])) : .everything(sample: at[0])
  }

  private var sample: Int {
    switch self {
    case .part(let region): region.sample
    case .everything(let sample): sample
    }
  }

  func union(_ other: MapExtent) -> MapExtent {
    if case .part(let a) = self, case .part(let b) = other { return .part(a.union(b)) }
    return .everything(sample: sample)
  }

  func region(in shape: Shape) -> MapRegion {
    if case .part(let region) = self { return region }
    return MapRegion(
      sample: sample, channel: nil, rows: Array(0..<shape.dimensions[2]), columns: Array(0..<shape.dimensions[3]))
  }

  func backwards(through node: Node, input: Int, in program: Program) -> MapExtent {
    let shape = program[node.inputs[input]].shape
    guard case .part(let region) = self, shape.rank == 4 else { return .everything(sample: sample) }
    if let window = SlidingWindow(of: node, in: program) {
      return .part(
        MapRegion(
          sample: region.sample, channel: window.mixesChannels ? nil : region.channel,
          rows: window.pixels(under: region.rows, size: window.window.height, of: shape.dimensions[2]),
          columns: window.pixels(under: region.columns, size: window.window.width, of: shape.dimensions[3])))
    }
    return keepsPlaces(node, in: program) ? self : .everything(sample: sample)
  }

  func forwards(through node: Node, input: Int, in program: Program) -> MapExtent {
    let shape = program[node.output].shape
    guard case .part(let region) = self, shape.rank == 4 else { return .everything(sample: sample) }
    if let window = SlidingWindow(of: node, in: program) {
      return .part(
        MapRegion(
          sample: region.sample, channel: window.mixesChannels ? nil : region.channel,
          rows: window.places(over: region.rows, size: window.window.height, of: shape.dimensions[2]),
          columns: window.places(over: region.columns, size: window.window.width, of: shape.dimensions[3])))
    }
    return keepsPlaces(node, in: program) ? self : .everything(sample: sample)
  }

  /// Whether every number of the result comes from the numbers at its own place.
  private func keepsPlaces(_ node: Node, in program: Program) -> Bool {
    let isByPlace =
      node.operation is any ElementwiseOperation || node.operation is DropoutMask || node.operation is Add
      || node.operation is Subtract || node.operation is Multiply
    return isByPlace && node.inputs.allSatisfy { program[$0].shape == program[node.output].shape }
  }
}

/// The window of a convolution or a pooling.
public struct SlidingWindow: Hashable, Sendable {
  public let window: Window
  /// Whether each output takes from all channels, or from its own alone.
  public let mixesChannels: Bool

  public init?(of node: Node, in program: Program) {
    switch node.operation {
    case let convolution as Convolution:
      let kernel = program[node.inputs[1]].shape.dimensions
      (window, mixesChannels) = (convolution.window(height: kernel[2], width: kernel[3]), true)
    case let pooling as any PoolingOperation: (window, mixesChannels) = (pooling.window, false)
    default: return nil
    }
  }

  /// Along one axis, the pixels that lie under the window at any of some places.
  func pixels(under places: [Int], size: Int, of pixels: Int) -> [Int] {
    let all = places.flatMap { place in (0..<size).map { window.pixel(place: place, tap: $0) } }
    return Set(all).filter { $0 >= 0 && $0 < pixels }.sorted()
  }

  /// Along one axis, the places at which the window covers any of some pixels.
  func places(over pixels: [Int], size: Int, of places: Int) -> [Int] {
    Set(pixels.flatMap { window.covering(pixel: $0, size: size, places: places).map(\.place) }).sorted()
  }
}
