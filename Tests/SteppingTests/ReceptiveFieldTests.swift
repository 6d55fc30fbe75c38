import Autodiff
import Stepping
import TensorMath
import Testing

/// What the structure says must be what happens: a pixel is changed, and only what it reaches changes.
@Suite struct ReceptiveFieldTests {
  struct Network: CustomTestStringConvertible, Sendable {
    let name: String
    let operations: [Layer]
    var testDescription: String { name }
  }

  enum Layer: Sendable {
    case convolution(kernels: Int, size: Int, stride: Int, padding: Int)
    case maximum(Window)
    case average(Window)
    case tanh
  }

  static let networks = [
    Network(name: "same", operations: [.convolution(kernels: 2, size: 3, stride: 1, padding: 1), .tanh]),
    Network(name: "strided", operations: [.convolution(kernels: 3, size: 3, stride: 2, padding: 1)]),
    Network(name: "gaps", operations: [.convolution(kernels: 1, size: 1, stride: 2, padding: 0), .tanh]),
    Network(
      name: "two convolutions and a mean",
      operations: [
        .convolution(kernels: 2, size: 3, stride: 1, padding: 1), .average(Window(height: 2, width: 2, stride: 2)),
        .convolution(kernels: 2, size: 2, stride: 1, padding: 0),
      ]),
    Network(
      name: "overlapping means",
      operations: [.average(Window(height: 3, width: 2, stride: 2, padding: 1)), .tanh]),
  ]

  /// A network on images of 2 samples × 2 channels × 7 × 6, executed.
  private final class Run {
    let program: Program
    let bound: BoundProgram

    init(_ layers: [Layer]) throws {
      var builder = ProgramBuilder()
      var value = builder.input("features", [2, 2, 7, 6])
      for (index, layer) in layers.enumerated() {
        switch layer {
        case .convolution(let kernels, let size, let stride, let padding):
          let kernel = builder.parameter("kernel\(index)", [kernels, value.shape.dimensions[1], size, size])
          let bias = builder.parameter("bias\(index)", [kernels])
          value = try builder.apply(
            Convolution(stride: stride, padding: padding), value, kernel, bias, named: "value\(index)")
        case .maximum(let window):
          value = try builder.apply(MaximumPool(window), [value], named: ["value\(index)", "winner\(index)"])[0]
        case .average(let window): value = try builder.apply(AveragePool(window), value, named: "value\(index)")
        case .tanh: value = try builder.apply(Tanh(), value, named: "value\(index)")
        }
      }
      let row = try builder.apply(Flatten(), value, named: "row")
      let weight = builder.parameter("weight", [row.shape.columns, 2])
      let last = builder.parameter("bias", [2])
      _ = try builder.apply(Affine(), row, weight, last, named: "output")
      program = try builder.finish(loss: nil)
      bound = BoundProgram(
        program, in: Arena(count: program.durableCount + program.transientCount), transientStart: program.durableCount)
      for slot in program.slots {
        if slot.role == .input || slot.role == .parameter {
          bound.mutableView(of: slot.id).copy((0..<slot.shape.count).map { Float(($0 * 37) % 101) / 61.7 - 0.8137 })
        }
      }
      run()
    }

    func run() { for index in program.instructions.indices { bound.execute(index) } }

    func numbers(_ slot: SlotID) -> [Float] { bound.view(of: slot).values }

    /// Every value's cells that change when one pixel does.
    func changed(by pixel: CellAddress) -> [SlotID: Set<Int>] {
      let view = bound.mutableView(of: pixel.slot)
      let values = program.nodes.map(\.output)
      let before = values.map(numbers)
      let old = view[pixel.cell]
      view[pixel.cell] = old + 3
      run()
      var changed: [SlotID: Set<Int>] = [:]
      for (slot, old) in zip(values, before) {
        changed[slot] = Set(zip(old, numbers(slot)).enumerated().filter { $1.0 != $1.1 }.map(\.offset))
      }
      view[pixel.cell] = old
      run()
      return changed
    }
  }

  @Test(arguments: networks) func whatChangesIsWhatIsReached(network: Network) throws {
    let run = try Run(network.operations)
    let features = run.program.inputs[0]
    let maps = run.program.nodes.map(\.output).filter { run.program[$0].shape.rank == 4 }
    #expect(maps.count == network.operations.count)
    for pixel in 0..<run.program[features].shape.count {
      let address = CellAddress(features, cell: pixel)
      let at = run.program[features].shape.indices(at: pixel)
      let changed = run.changed(by: address)
      for map in maps {
        let shape = run.program[map].shape
        let reach = run.program.reach(of: address, in: map)
        for cell in 0..<shape.count {
          let here = shape.indices(at: cell)
          let isReached =
            reach.map { $0.sample == here[0] && $0.contains(channel: here[1], row: here[2], column: here[3]) } ?? false
          #expect(changed[map]?.contains(cell) == isReached, "pixel \(at), cell \(here)")
          // And the way back: the pixel lies in the cell's field exactly then.
          let field = run.program.receptiveField(of: CellAddress(map, cell: cell), in: features)
          let isSeen =
            field.map { $0.sample == at[0] && $0.contains(channel: at[1], row: at[2], column: at[3]) } ?? false
          #expect(isSeen == isReached, "pixel \(at), cell \(here)")
        }
      }
    }
  }

  /// Which pixel of a window wins depends on the numbers: what changes lies inside, but need not fill it.
  @Test func throughAMaximumWhatChangesLiesInside() throws {
    let run = try Run([
      .convolution(kernels: 2, size: 3, stride: 1, padding: 1), .maximum(Window(height: 2, width: 2, stride: 2)),
    ])
    let features = run.program.inputs[0]
    let map = run.program.nodes[1].output
    var changes = 0
    for pixel in 0..<run.program[features].shape.count {
      let reach = try #require(run.program.reach(of: CellAddress(features, cell: pixel), in: map))
      for cell in run.changed(by: CellAddress(features, cell: pixel))[map] ?? [] {
        let here = run.program[map].shape.indices(at: cell)
        changes += 1
        #expect(reach.sample == here[0] && reach.contains(channel: here[1], row: here[2], column: here[3]))
      }
    }
    #expect(changes > 100)
  }

  @Test func behindFlattenEverythingOfTheSampleCounts() throws {
    let run = try Run([.convolution(kernels: 2, size: 3, stride: 1, padding: 1)])
    let program = run.program
    let output = try #require(program.slot(named: "output"))
    let field = try #require(program.receptiveField(of: CellAddress(output.id, cell: 3), in: program.inputs[0]))
    #expect(field == MapRegion(sample: 1, channel: nil, rows: Array(0..<7), columns: Array(0..<6)))
    #expect(program.reach(of: CellAddress(program.inputs[0], cell: 0), in: output.id) == nil)
  }
}
