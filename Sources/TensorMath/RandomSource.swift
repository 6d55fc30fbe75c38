#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Seeded random numbers whose whole state is one integer, so that it can be kept in a keyframe.
///
/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", fig. 16).
/// Streams for different purposes are split off by name, so that drawing more numbers for one
/// purpose never changes the numbers of another.
public struct RandomSource: RandomNumberGenerator, Hashable, Sendable {
  public private(set) var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// The stream of a seed for one purpose, and for the `index`th time (an epoch, a layer).
  public init(seed: UInt64, purpose: String, index: UInt64 = 0) {
    // FNV-1a over the name: stable from run to run, unlike Hasher.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var mixer = RandomSource(seed: seed ^ hash)
    state = mixer.next() ^ (index &* 0xd134_2543_de82_ef95)
    _ = next()
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number in [0, 1), a multiple of 2⁻²⁴, which a float holds exactly.
  public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Writes a number in [0, 1) into every cell, in order.
  public mutating func fill(_ view: MutableView) { for cell in 0..<view.count { view[cell] = uniform() } }

  /// A number in [low, high).
  public mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * uniform() }

  /// A number from the normal distribution with mean 0 and standard deviation 1 (Box and Muller 1958).
  public mutating func normal() -> Float {
    let radius = (-2 * log(1 - Double(next() >> 11) * 0x1p-53)).squareRoot()
    let angle = 2 * Double.pi * Double(next() >> 11) * 0x1p-53
    return Float(radius * cos(angle))
  }

  /// A whole number in 0..<bound.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "a random number below \(bound) does not exist")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// The numbers 0..<count in random order (Fisher and Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    guard count > 1 else { return order }
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, integer(below: last + 1)) }
    return order
  }
}
