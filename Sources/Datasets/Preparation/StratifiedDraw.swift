import TensorMath

/// Draws examples at random so that every class is represented by its share.
///
/// For 100 of 146 Adelie, 68 Chinstrap and 119 Gentoo penguins the shares are 43.8, 20.4 and 35.7:
/// everyone gets the whole part (43, 20, 35), and what is left goes to the largest remainders (44, 20, 36).
/// For regression all examples are one group.
struct StratifiedDraw {
  /// The indices of the examples, group by group.
  private let groups: [[Int]]

  /// Of the first `count` examples, or of all.
  init(_ examples: RawExamples, count: Int? = nil) {
    var groups = [[Int]](repeating: [], count: max(1, examples.classCount))
    for index in 0..<(count ?? examples.count) { groups[examples.classIndex(index) ?? 0].append(index) }
    self.groups = groups
  }

  /// `drawn` has about `count` of the examples, `rest` the others, both in random order.
  ///
  /// With `keepsBoth`, a group of two or more has at least one example on either side: a class
  /// that is never tested, or never seen in training, would make the metrics meaningless.
  func draw(_ count: Int, keepsBoth: Bool, using random: inout RandomSource) -> (drawn: [Int], rest: [Int]) {
    var quotas = Self.quotas(of: count, among: groups.map(\.count))
    if keepsBoth {
      for (index, group) in groups.enumerated() where group.count >= 2 {
        quotas[index] = min(max(quotas[index], 1), group.count - 1)
      }
    }
    var drawn: [Int] = []
    var rest: [Int] = []
    for (group, quota) in zip(groups, quotas) {
      let order = random.permutation(group.count)
      drawn.append(contentsOf: order.prefix(quota).map { group[$0] })
      rest.append(contentsOf: order.dropFirst(quota).map { group[$0] })
    }
    // Mixed again, for otherwise unshuffled batches would show one class after the other.
    return (Self.mixed(drawn, using: &random), Self.mixed(rest, using: &random))
  }

  /// `total` handed out in proportion to `sizes` by largest remainder, the earlier group first in a tie.
  static func quotas(of total: Int, among sizes: [Int]) -> [Int] {
    let available = sizes.reduce(0, +)
    guard available > 0 else { return sizes.map { _ in 0 } }
    let wanted = min(max(total, 0), available)
    var quotas = sizes.map { wanted * $0 / available }
    let remainders = sizes.map { wanted * $0 % available }
    let byRemainder = sizes.indices.sorted { (remainders[$0], $1) > (remainders[$1], $0) }
    for index in byRemainder.prefix(wanted - quotas.reduce(0, +)) { quotas[index] += 1 }
    return quotas
  }

  private static func mixed(_ indices: [Int], using random: inout RandomSource) -> [Int] {
    random.permutation(indices.count).map { indices[$0] }
  }
}
