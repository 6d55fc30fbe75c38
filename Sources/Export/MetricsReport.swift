import Datasets
public import Stepping

/// Loss and metric as they change through a run, for other programs: JSON lines and CSV.
public struct MetricsReport: Sendable {
  /// What the metric is called in files: `accuracy`, or `r_squared` where a number is predicted.
  public let metricName: String
  public let batchesPerEpoch: Int

  public init(_ timeline: Timeline) {
    metricName = timeline.setup.data.train.classNames.isEmpty ? "r_squared" : "accuracy"
    batchesPerEpoch = timeline.machine.batchesPerEpoch
  }

  /// Which part of the data a score is of.
  public enum Part: String, Sendable, CaseIterable { case train, test }

  /// One object a part: `iteration` and `epoch` count what is finished.
  public func lines(_ point: EvaluationPoint, seconds: Double, isFinal: Bool = false, note: String? = nil) -> [JSON] {
    let scores: [(Part, EvaluationPoint.Score)] = [(.train, point.train)] + (point.test.map { [(.test, $0)] } ?? [])
    return scores.map { part, score in
      var line = JSON.object([
        "iteration": .integer(point.completedIterations),
        "epoch": .integer(point.completedIterations / batchesPerEpoch),
        "split": .string(part.rawValue), "loss": .number(score.loss), metricName: .number(score.metric),
        "seconds": .number((seconds * 1e6).rounded() / 1e6),
      ])
      if let note { line = line.adding("observation", .string(note)) }
      return isFinal ? line.adding("final", .bool(true)) : line
    }
  }

  public var csvHeader: String {
    "iteration,epoch,batch_loss,train_loss,train_\(metricName),test_loss,test_\(metricName)"
  }

  /// One row an iteration; the columns behind the batch's loss are empty where nothing was evaluated.
  public func csvRow(completedIterations: Int, batchLoss: Float, _ point: EvaluationPoint?) -> String {
    let scores = [point?.train, point?.test].flatMap { score in
      [score.map { text($0.loss) } ?? "", score.map { text($0.metric) } ?? ""]
    }
    let start = [
      String(completedIterations), String((completedIterations - 1) / batchesPerEpoch), text(Double(batchLoss)),
    ]
    return (start + scores).joined(separator: ",")
  }

  private func text(_ number: Double) -> String { number.isNaN ? "NaN" : "\(Float(number))" }
}
