import TensorMath

/// How the numbers of a tensor are spread, in few words: the smallest and the largest, and how many
/// fall into each of 24 equal parts between them. Small enough to be kept for hundreds of moments.
public struct Distribution: Hashable, Sendable, Codable {
  public static let binCount = 24

  public let smallest: Float
  public let largest: Float
  /// How many numbers fall into each part, from the smallest up.
  public let counts: [UInt32]
  /// NaN and infinite ones, which are in none of the counts.
  public let notFinite: Int

  init(_ numbers: View) {
    var (smallest, largest) = (Float.infinity, -Float.infinity)
    for index in 0..<numbers.count where numbers[index].isFinite {
      smallest = min(smallest, numbers[index])
      largest = max(largest, numbers[index])
    }
    var counts = [UInt32](repeating: 0, count: Self.binCount)
    var counted = 0
    // In double precision the width of ±3e38 does not overflow.
    let width = (Double(largest) - Double(smallest)) / Double(Self.binCount)
    for index in 0..<numbers.count where numbers[index].isFinite {
      let bin = width > 0 ? Int((Double(numbers[index]) - Double(smallest)) / width) : 0
      counts[min(bin, Self.binCount - 1)] += 1
      counted += 1
    }
    self.smallest = counted > 0 ? smallest : 0
    self.largest = counted > 0 ? largest : 0
    self.counts = counts
    notFinite = numbers.count - counted
  }

  /// Which share of the finite numbers lies in a range of values, as if each part were filled evenly.
  public func share(from low: Double, to high: Double) -> Double {
    let total = counts.reduce(0) { $0 + Double($1) }
    guard total > 0, low < high else { return 0 }
    let start = Double(smallest)
    let width = (Double(largest) - start) / Double(Self.binCount)
    guard width > 0 else { return start >= low && start < high ? 1 : 0 }
    var inside = 0.0
    for (bin, count) in counts.enumerated() where count > 0 {
      let from = start + Double(bin) * width
      let overlap = min(high, from + width) - max(low, from)
      if overlap > 0 { inside += Double(count) * min(overlap / width, 1) }
    }
    return inside / total
  }
}
