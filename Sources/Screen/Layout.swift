/// Cuts a rectangle into parts by rules instead of coordinates.
///
/// ```swift
/// let (rows) = Layout.split(area, .vertically, [.fixed(1), .weight(2), .weight(1), .fixed(1)])
/// ```
/// There is one rectangle per rule, in order, without gaps or overlaps. When space is short the later
/// parts give way first and may be empty.
public enum Layout {
  public enum Direction: Hashable, Sendable {
    /// Parts side by side.
    case horizontally
    /// Parts one below the other.
    case vertically
  }

  /// How long one part shall be.
  public enum Length: Hashable, Sendable {
    /// Exactly so many columns or rows.
    case fixed(Int)
    /// At least so many, and a share of what is left with weight 1.
    case minimum(Int)
    /// A share of what is left, in proportion to the weights.
    case weight(Int)

    var base: Int {
      switch self {
      case .fixed(let length), .minimum(let length): max(length, 0)
      case .weight: 0
      }
    }

    var share: Int {
      switch self {
      case .fixed: 0
      case .minimum: 1
      case .weight(let weight): min(max(weight, 0), 1000)
      }
    }
  }

  public static func split(
    _ area: Rect, _ direction: Direction, _ lengths: [Length], spacing: Int = 0
  ) -> [Rect] {
    let total = direction == .horizontally ? area.width : area.height
    let gaps = max(spacing, 0) * max(lengths.count - 1, 0)
    var position = 0
    return distribute(max(total - gaps, 0), lengths).map { length in
      defer { position += length + max(spacing, 0) }
      let part =
        switch direction {
        case .horizontally: Rect(x: area.x + position, y: area.y, width: length, height: area.height)
        case .vertically: Rect(x: area.x, y: area.y + position, width: area.width, height: length)
        }
      return part.intersection(area)
    }
  }

  /// Lengths that add up to `total`, unless no part may grow.
  static func distribute(_ total: Int, _ lengths: [Length]) -> [Int] {
    var left = total
    var result = lengths.map { length in
      let granted = min(length.base, left)
      left -= granted
      return granted
    }
    let shares = lengths.map(\.share)
    let sum = shares.reduce(0, +)
    guard sum > 0 else { return result }
    // Each part ends where its exact share would end, rounded: the parts cannot drift apart.
    var seen = 0
    var given = 0
    for (index, share) in shares.enumerated() {
      seen += share
      let end = (left * seen + sum / 2) / sum
      result[index] += end - given
      given = end
    }
    return result
  }
}
