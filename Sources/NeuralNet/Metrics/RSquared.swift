/// The share of the targets' variance that the predictions explain: 1 is perfect, 0 is no better
/// than always answering the mean, below 0 is worse.
public enum RSquared {
  public static func value(predictions: [Float], targets: [Float]) -> Double {
    guard targets.count > 1, predictions.count == targets.count else { return .nan }
    let mean = targets.reduce(0) { $0 + Double($1) } / Double(targets.count)
    var residual = 0.0
    var total = 0.0
    for (prediction, target) in zip(predictions, targets) {
      residual += (Double(prediction) - Double(target)) * (Double(prediction) - Double(target))
      total += (Double(target) - mean) * (Double(target) - mean)
    }
    return total == 0 ? .nan : 1 - residual / total
  }
}
