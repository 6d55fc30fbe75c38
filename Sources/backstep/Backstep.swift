import Benchmarking
import Stepping

@main
struct Backstep {
  static func main() throws {
    for w in Workload.all {
      let r = try BenchmarkRun.measure(w.name, try w.setup(), runCount: 3, seconds: 0.5)
      print(w.name, Int(r.median), r.firstLosses.prefix(3))
      let t = try Timeline(try w.setup())
      let n = Int(r.median * 0.5)
      let c = ContinuousClock()
      let d = c.measure { t.run(iterations: n) }
      print("  timeline", Int(Double(n) / (d / .seconds(1))), t.keyframeCount, t.evaluations.points.count)
    }
  }
}
