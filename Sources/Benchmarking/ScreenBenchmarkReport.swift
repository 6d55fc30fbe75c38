/// What ``ScreenBenchmark`` measured.
public struct ScreenBenchmarkReport: Sendable {
  /// Milliseconds from starting the program to its first frame, for each start.
  public let firstFrame: [Double]
  /// Milliseconds from a key to its answer, standing still and training flat out.
  public let keyPaused: [Double]
  public let keyTraining: [Double]
  public let bytesPerStep: [Int]
  public let idle: Idle
  public let residentBytes: Int
  /// Iterations a second with the live screen, and of the same run without one.
  public let speeds: [(live: Double, bare: Double)]

  /// In three seconds of standing still.
  public struct Idle: Hashable, Sendable {
    public let bytes: Int
    public let wakeUps: Int
  }

  /// The part of the speed that the live screen takes: the median of the pairs.
  public var screenCost: Double { Self.quantile(screenCosts, 0.5) }

  /// The same for each pair: on a machine that others use too they lie far apart.
  private var screenCosts: [Double] { speeds.filter { $0.bare > 0 }.map { 1 - $0.live / $0.bare } }

  /// The smallest number that a share of all does not exceed.
  static func quantile(_ numbers: [Double], _ share: Double) -> Double {
    guard !numbers.isEmpty else { return .nan }
    let sorted = numbers.sorted()
    return sorted[min(Int((share * Double(sorted.count)).rounded(.up)), sorted.count) - 1]
  }

  /// A line for each measure, with what it should be.
  public var table: String {
    let steps = bytesPerStep.map(Double.init)
    let rows: [(String, String, String)] = [
      ("first frame", "\(short(Self.quantile(firstFrame, 0.5))) ms", "at most 100 ms"),
      ("key to screen, paused", percentiles(keyPaused), "p99 at most 16 ms"),
      ("key to screen, training", percentiles(keyTraining), "p99 at most 16 ms"),
      (
        "bytes for a step", "median \(Int(Self.quantile(steps, 0.5))), largest \(Int(steps.max() ?? 0))",
        "at most 8192"
      ),
      ("idle for 3 s", "\(idle.bytes) bytes, \(idle.wakeUps) wake-ups", "none"),
      ("memory", "\(short(Double(residentBytes) / 1_048_576)) MiB", "below 60 MB"),
      (
        "training lost to the screen",
        "\(percent(screenCost)) (half: \(percent(Self.quantile(screenCosts, 0.25))) to \(percent(Self.quantile(screenCosts, 0.75))))",
        "below 5 %"
      ),
    ]
    return rows.map { row in pad(row.0, 29) + pad(row.1, 34) + row.2 }.joined(separator: "\n")
  }

  public var json: String {
    let live = speeds.map { "\($0.live)" }.joined(separator: ",")
    let bare = speeds.map { "\($0.bare)" }.joined(separator: ",")
    let members = [
      "\"firstFrameMilliseconds\":\(Self.quantile(firstFrame, 0.5))",
      "\"keyPausedMilliseconds\":\(summary(keyPaused))", "\"keyTrainingMilliseconds\":\(summary(keyTraining))",
      "\"bytesPerStep\":\(summary(bytesPerStep.map(Double.init)))",
      "\"idle\":{\"seconds\":3,\"bytes\":\(idle.bytes),\"wakeUps\":\(idle.wakeUps)}",
      "\"residentBytes\":\(residentBytes)", "\"screenCost\":\(screenCost.isFinite ? "\(screenCost)" : "null")",
      "\"liveIterationsPerSecond\":[\(live)]", "\"bareIterationsPerSecond\":[\(bare)]",
    ]
    return "{\(members.joined(separator: ","))}"
  }

  private func percentiles(_ numbers: [Double]) -> String {
    "p50 \(short(Self.quantile(numbers, 0.5))) ms, p99 \(short(Self.quantile(numbers, 0.99))) ms"
  }

  private func summary(_ numbers: [Double]) -> String {
    "{\"p50\":\(Self.quantile(numbers, 0.5)),\"p99\":\(Self.quantile(numbers, 0.99)),\"max\":\(numbers.max() ?? 0)}"
  }

  private func percent(_ share: Double) -> String {
    share.isFinite ? "\((share * 1000).rounded() / 10) %" : "unknown"
  }

  private func short(_ number: Double) -> String {
    number.isFinite ? "\((number * 100).rounded() / 100)" : "unknown"
  }

  private func pad(_ text: String, _ columns: Int) -> String {
    text + String(repeating: " ", count: max(columns - text.count, 1))
  }
}
