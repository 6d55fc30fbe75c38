internal import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Losses are means over the batch, accumulated in double precision.

extension Kernels {
  /// Mean of (prediction − target)² over all cells.
  public static func squaredError(_ prediction: View, _ target: View) -> Float {
    var sum = 0.0
    for cell in 0..<prediction.count {
      let difference = Double(prediction.base[cell] - target.base[cell])
      sum += difference * difference
    }
    return Float(sum / Double(max(prediction.count, 1)))
  }

  /// upstream · 2 (prediction − target) / count
  public static func squaredErrorBackward(_ prediction: View, _ target: View, upstream: Float, into y: MutableView) {
    let factor = upstream * 2 / Float(max(prediction.count, 1))
    for cell in 0..<y.count { y.base[cell] = factor * (prediction.base[cell] - target.base[cell]) }
  }

  /// Mean of |prediction − target| over all cells.
  public static func absoluteError(_ prediction: View, _ target: View) -> Float {
    var sum = 0.0
    for cell in 0..<prediction.count { sum += Double(abs(prediction.base[cell] - target.base[cell])) }
    return Float(sum / Double(max(prediction.count, 1)))
  }

  /// upstream · sign(prediction − target) / count; 0 where they are equal.
  public static func absoluteErrorBackward(_ prediction: View, _ target: View, upstream: Float, into y: MutableView) {
    let factor = upstream / Float(max(prediction.count, 1))
    for cell in 0..<y.count {
      let difference = prediction.base[cell] - target.base[cell]
      y.base[cell] = difference > 0 ? factor : difference < 0 ? -factor : difference * 0
    }
  }

  /// Mean of −[y log p + (1 − y) log(1 − p)] with p = sigmoid(logit), which is written beside it.
  /// With smoothing ε the targets are (1 − ε) · y + ε/2.
  public static func binaryCrossEntropy(
    _ logits: View, _ targets: View, smoothing: Float = 0, probabilities: MutableView
  ) -> Float {
    Float(
      ck_binary_cross_entropy(
        logits.base, targets.base, 1 - smoothing, smoothing / 2, probabilities.base, logits.count)
        / Double(max(logits.count, 1)))
  }

  /// upstream · (p − y) / count, with the targets smoothed likewise.
  public static func binaryCrossEntropyBackward(
    probabilities: View, _ targets: View, smoothing: Float = 0, upstream: Float, into y: MutableView
  ) {
    let factor = upstream / Float(max(targets.count, 1))
    let (keep, rest) = (1 - smoothing, smoothing / 2)
    for cell in 0..<y.count {
      y.base[cell] = factor * (probabilities.base[cell] - (keep * targets.base[cell] + rest))
    }
  }

  /// Mean of −log p of each row's class, with p = softmax(logits), which is written beside it.
  /// logits [rows, classes], targets [rows]: class numbers as floats, below 0 for rows that do not count. With smoothing ε it is the mean over all
  /// classes k of −log pₖ, weighted by 1 − ε for the row's class and ε/classes for every class.
  public static func softmaxCrossEntropy(
    _ logits: View, _ targets: View, smoothing: Float = 0, probabilities: MutableView
  ) -> Float {
    softmaxRows(logits, into: probabilities)
    let (rows, columns) = (logits.rows, logits.columns)
    var sum = 0.0
    for row in 0..<rows where !(targets.base[row] < 0) {
      let label = Int(targets.base[row])
      precondition(label >= 0 && label < columns, "row \(row) has class \(label) of \(columns)")
      let own = surprise(logits.base + row * columns, probabilities.base + row * columns, columns, label)
      if smoothing == 0 {
        sum += own
        continue
      }
      // Of any class: that of the row's class, and how much smaller its logit is.
      var others = 0.0
      for column in 0..<columns {
        others += own + (Double(logits[row, label]) - Double(logits[row, column]))
      }
      sum += Double(1 - smoothing) * own + Double(smoothing) / Double(columns) * others
    }
    return Float(sum / Double(max(countTargets(targets), 1)))
  }

  /// How many targets are a class: those from 0 up. Others ask for nothing.
  public static func countTargets(_ targets: View) -> Int {
    var count = 0
    for row in 0..<targets.count where !(targets.base[row] < 0) { count += 1 }
    return count
  }

  /// −log p of the label, for one row. With z the largest logit and p its probability it is
  /// log(1 + Σ other p / p) + (z − z of the label): two numbers from 0 up, so that no digits are lost
  /// where the label's own probability has rounded to 1 or to 0.
  private static func surprise(
    _ logits: UnsafePointer<Float>, _ probabilities: UnsafeMutablePointer<Float>, _ columns: Int, _ label: Int
  ) -> Double {
    var largest = 0
    for column in 0..<columns where logits[column] > logits[largest] { largest = column }
    var others: Float = 0
    for column in 0..<columns where column != largest { others += probabilities[column] }
    return log1p(Double(others) / Double(probabilities[largest]))
      + (Double(logits[largest]) - Double(logits[label]))
  }

  /// log Σⱼ exp(zⱼ) − z of the label, for one row of logits.
  public static func negativeLogProbability(_ logits: View, row: Int, label: Int) -> Double {
    let columns = logits.columns
    let start = logits.base + row * columns
    var largest = Double(start[0])
    for column in 0..<columns { largest = max(largest, Double(start[column])) }
    var total = 0.0
    for column in 0..<columns { total += exponential(Double(start[column]) - largest) }
    return log(total) + largest - Double(start[label])
  }

  /// upstream · (p − [column is the row's class]) / rows that count, with the classes smoothed likewise; 0 in rows that
  /// do not.
  public static func softmaxCrossEntropyBackward(
    probabilities: View, _ targets: View, smoothing: Float = 0, upstream: Float, into y: MutableView
  ) {
    let (rows, columns) = (probabilities.rows, probabilities.columns)
    let factor = upstream / Float(max(countTargets(targets), 1))
    let share = smoothing / Float(max(columns, 1))
    for cell in 0..<y.count { y.base[cell] = factor * (probabilities.base[cell] - share) }
    for row in 0..<rows {
      if targets.base[row] < 0 {
        (y.base + row * columns).update(repeating: 0, count: columns)
        continue
      }
      let cell = row * columns + Int(targets.base[row])
      y.base[cell] = factor * (probabilities.base[cell] - (1 - smoothing + share))
    }
  }
}

/// The C library's exponential; `Kernels.exp` is the one for arrays.
private func exponential(_ x: Double) -> Double { exp(x) }
