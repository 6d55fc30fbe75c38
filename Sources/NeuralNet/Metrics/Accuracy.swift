/// The share of samples whose predicted class is right.
public enum Accuracy {
  /// The class that a row of predictions means: the larger half for one number, the largest entry for several.
  public static func predictedClass(_ prediction: ArraySlice<Float>) -> Int {
    if prediction.count == 1 { return (prediction.first ?? 0) >= 0.5 ? 1 : 0 }
    var best = prediction.startIndex
    for index in prediction.indices where prediction[index] > prediction[best] { best = index }
    return best - prediction.startIndex
  }

  /// - Parameters:
  ///   - predictions: [samples, outputs], row major.
  ///   - targets: [samples] class numbers, or 0 and 1; those below 0 are not asked for and not counted.
  public static func value(predictions: [Float], outputs: Int, targets: [Float]) -> Double {
    let asked = targets.count { $0 >= 0 }
    guard asked > 0 else { return .nan }
    var right = 0
    for (row, target) in targets.enumerated() where target >= 0 {
      if predictedClass(predictions[row * outputs..<(row + 1) * outputs]) == Int(target) { right += 1 }
    }
    return Double(right) / Double(asked)
  }
}
