/// How often each true class was taken for each class: `counts[truth][predicted]`.
public struct ConfusionMatrix: Hashable, Sendable {
  public let counts: [[Int]]

  public init(predictions: [Float], outputs: Int, targets: [Float], classCount: Int) {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (row, target) in targets.enumerated() {
      let predicted = Accuracy.predictedClass(predictions[row * outputs..<(row + 1) * outputs])
      let truth = Int(target)
      if counts.indices.contains(truth), counts.indices.contains(predicted) { counts[truth][predicted] += 1 }
    }
    self.counts = counts
  }

  public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  public var right: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// The share of a true class's samples that were taken for it; nil when it has none.
  public func recall(of truth: Int) -> Double? {
    let count = counts[truth].reduce(0, +)
    return count > 0 ? Double(counts[truth][truth]) / Double(count) : nil
  }
}
