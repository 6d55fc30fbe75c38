import TensorMath

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `backstep benchmark` prints: for people a table, for programs JSON.
public struct BenchmarkReport: Sendable {
  public let runs: [BenchmarkRun]

  public init(_ runs: [BenchmarkRun]) { self.runs = runs }

  /// `{"cases":[{"case":"W1","stepsPerSecond":…,"runs":[…],"firstLosses":[…]}],"machine":{…}}`
  ///
  /// A loss that is not a number is null, since JSON has no name for it.
  public var json: String {
    let cases = runs.map { run in
      let speeds = run.runs.map { "\($0)" }.joined(separator: ",")
      let losses = run.firstLosses.map { $0.isFinite ? "\($0)" : "null" }.joined(separator: ",")
      return
        "{\"case\":\"\(run.workload)\",\"stepsPerSecond\":\(run.median),\"runs\":[\(speeds)],\"firstLosses\":[\(losses)]}"
    }
    let machine =
      "{\"cores\":\(sysconf(Int32(_SC_NPROCESSORS_ONLN))),\"threads\":1,\"floatsPerVector\":\(Kernels.vectorLanes)}"
    return "{\"cases\":[\(cases.joined(separator: ","))],\"machine\":\(machine)}"
  }

  /// A line for each workload: steps a second, slowest and fastest run, what it is.
  public var table: String {
    runs.map { run in
      let summary = Workload.all.first { $0.name == run.workload }?.summary ?? ""
      let spread = "\(readable(run.runs.min() ?? 0)) to \(readable(run.runs.max() ?? 0))"
      let speed = readable(run.median)
      return padded(run.workload, 5) + String(repeating: " ", count: max(0, 8 - speed.count)) + speed + " steps/s  "
        + padded("(\(spread))", 22) + summary
    }.joined(separator: "\n")
  }

  /// Three digits: `2.85 k`, `10.4 M`.
  private func readable(_ speed: Double) -> String {
    let (scaled, unit) = speed >= 1e6 ? (speed / 1e6, " M") : speed >= 1e3 ? (speed / 1e3, " k") : (speed, "")
    let places: Double = scaled >= 100 ? 1 : scaled >= 10 ? 10 : 100
    let rounded = (scaled * places).rounded() / places
    return (places == 1 ? "\(Int(rounded))" : "\(rounded)") + unit
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
