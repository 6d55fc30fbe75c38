import TensorMath

/// Seeded numbers for a test.
func randomTensor(_ shape: Shape, seed: UInt64, spread: Float = 1) -> Tensor {
  var random = RandomSource(seed: seed, purpose: "test")
  return Tensor(shape, (0..<shape.count).map { _ in spread * random.normal() })
}

/// An arena with tensors in it, and room for a result between two guards.
final class Bench {
  let arena: Arena
  let views: [View]
  let result: MutableView
  private let guards: [Int]
  private static let guardValue: Float = -123.25

  /// - Parameter offset: moves the result off the start of a cache line.
  init(_ tensors: [Tensor], result shape: Shape, offset: Int = 0) {
    var plan = ArenaPlan()
    let places = tensors.map { plan.place($0.shape.count) }
    let start = plan.place(shape.count + 64 + offset) + 16 + offset
    arena = Arena(count: plan.count + 16)
    for (place, tensor) in zip(places, tensors) { arena.write(tensor.values, at: place) }
    views = zip(places, tensors).map { [arena] in arena.view(at: $0, shape: $1.shape) }
    result = arena.mutableView(at: start, shape: shape)
    guards = Array(start - 16..<start) + Array(start + shape.count..<start + shape.count + 16)
    for index in guards { arena.write([Self.guardValue], at: index) }
    result.fill(.nan)
  }

  var values: [Float] { result.readable.values }

  /// Whether nothing was written beside the result.
  var guardsStand: Bool { guards.allSatisfy { arena.copy($0..<$0 + 1) == [Self.guardValue] } }
}

/// The bits of numbers, so that NaN equals itself and 0 differs from −0.
func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
