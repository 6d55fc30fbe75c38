import Benchmarking
import Foundation
import Stepping

/// Stands in for the subcommand `benchmark` until the command line has it; profiles besides.
enum BenchmarkMain {
  /// Whether the arguments were for this.
  static func run() throws -> Bool {
    let arguments = CommandLine.arguments
    guard arguments.dropFirst().first == "benchmark" else { return false }
    func value(_ name: String) -> String? {
      arguments.firstIndex(of: name).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
    }
    let workloads = Workload.all.filter { value("--case") == nil || value("--case") == $0.name }
    if let count = value("--iterations").flatMap({ Int($0) }) {
      // For profiling: that many iterations and nothing else.
      for workload in workloads {
        if arguments.contains("--timeline") {
          let timeline = try Timeline(try workload.setup())
          timeline.run(iterations: count)
        } else {
          let machine = try TrainingMachine(try workload.setup())
          for _ in 0..<count { machine.runIteration() }
        }
      }
      return true
    }
    if arguments.contains("--help") {
      print("backstep benchmark [--case W3] [--from FILE] [--format json]")
      return true
    }
    if !arguments.contains("--timeline") {
      let saved = try value("--from").map { try SavedWork([UInt8](Data(contentsOf: URL(fileURLWithPath: $0)))) }
      let report = BenchmarkReport(
        try workloads.map { workload in
          try BenchmarkRun.measure(workload.name, try saved?.setup(workload) ?? workload.setup())
        })
      print(value("--format") == "json" ? report.json : report.table)
      return true
    }
    let seconds = value("--seconds").flatMap({ Double($0) }) ?? 0.5
    let runs = value("--runs").flatMap({ Int($0) }) ?? 3
    for workload in workloads {
      let result = try BenchmarkRun.measure(workload.name, try workload.setup(), runCount: runs, seconds: seconds)
      let best = result.runs.max() ?? 0
      print(workload.name, "median", Int(result.median), "best", Int(best), result.firstLosses.prefix(3))
      let clock = ContinuousClock()
      var speeds: [Int] = []
      var points = 0
      for _ in 0..<runs {
        let timeline = try Timeline(try workload.setup())
        let count = Int(best * seconds)
        let duration = clock.measure { timeline.run(iterations: count) }
        speeds.append(Int(Double(count) / (duration / .seconds(1))))
        points = timeline.evaluations.points.count
      }
      print("  timeline best", speeds.max() ?? 0, "evaluations", points)
    }
    return true
  }
}
