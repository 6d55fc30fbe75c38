import ArgumentParser
import Benchmarking
import Foundation
import Lessons
import PseudoTerminal
import Stepping
import Storage
import TensorMath

/// How fast the standard workloads run on this machine.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark", abstract: "Times the standard workloads: steps per second.",
    discussion: """
      Each workload is timed five times; the middle one counts. --from FILE takes the first weights and the batches \
      from a safetensors file, parameters named and laid out as in the state_dict of PyTorch's nn.Sequential, batches \
      x0, y0, x1, … ; the first ten losses are reported beside the speed.
      """)

  @Option(
    help: ArgumentHelp("Only this one: W1, W2a, W2b, W3, W4a, W4b, W5a, W5b, W5c, W6a or W6b.", valueName: "name"))
  var `case`: String?
  @Option(help: ArgumentHelp("First weights and batches of --case.", valueName: "file")) var from: String?
  @Option(help: ArgumentHelp("The least length of each of the five runs.", valueName: "seconds")) var seconds = 1.0
  @Option(help: ArgumentHelp("Threads that share out large kernels.", valueName: "count")) var threads = 1
  @Option(help: "text or json.") var format: TextOrJSON = .text
  @Flag(help: "Measures the workbench in a terminal instead: first frame, keys, bytes, memory, speed.") var screen =
    false
  @Flag(help: "Measures steps back in a run of a million iterations instead.") var travel = false

  private static let largestFile = 1 << 30

  func validate() throws {
    guard (0.01...600).contains(seconds) else {
      throw ValidationError("--seconds: found \(seconds), needed a number from 0.01 to 600.")
    }
    guard Threads.allowed.contains(threads) else {
      throw ValidationError(
        "--threads: found \(threads), needed a number from \(Threads.allowed.lowerBound) to \(Threads.allowed.upperBound)."
      )
    }
    if from != nil, `case` == nil { throw ValidationError("--from: needs --case, the workload that the file is for.") }
  }

  func run() throws {
    if screen { return try measureScreen() }
    if travel { return try measureTravel() }
    let names = Workload.all.map(\.name)
    if let name = `case`, !names.contains(name) {
      throw Failure(.usage, Sentence.unknown("--case", name, known: names))
    }
    Kernels.useThreads(threads)
    let chosen = Workload.all.filter { `case` == nil || $0.name == `case` }
    var runs: [BenchmarkRun] = []
    var bar = ProgressBar("benchmark")
    for (index, workload) in chosen.enumerated() {
      bar.show(Double(index) / Double(chosen.count), workload.name)
      let setup = try setup(workload)
      runs.append(
        try attempt({ Failure($0, lesson: workload.name) }) { () throws(SetupError) in
          try BenchmarkRun.measure(workload.name, setup, seconds: seconds)
        })
    }
    bar.clear()
    let report = BenchmarkReport(runs)
    try StandardOutput.line(format == .json ? report.json : report.table)
  }

  /// Steps back in a long run of the lesson `layers`.
  private func measureTravel() throws {
    let setup = try layersSetup()
    let report = try attempt({ Failure($0, lesson: "layers") }) { () throws(SetupError) in
      try TravelBenchmark.measure(setup, iterations: 1_000_000, count: 400)
    }
    try StandardOutput.line(report.table)
  }

  private func layersSetup() throws -> TrainingSetup {
    let library = LessonLibrary()
    let stored = try library.lesson("layers")
    let files = try attempt(Failure.init) { () throws(StorageError) in
      try stored.files(sampleData: library.folders.sampleData)
    }
    return try stored.lesson.plan.setup(files: files)
  }

  /// The screen of the lesson `layers`, against the same run without one.
  private func measureScreen() throws {
    let timeline = try Timeline(try layersSetup())
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "backstep"
    let benchmark = ScreenBenchmark(program: program, environment: ProcessInfo.processInfo.environment)
    let report = try benchmark.measure { seconds in
      let clock = ContinuousClock()
      let (start, before) = (clock.now, timeline.completedIterations)
      while clock.now - start < .seconds(seconds) { timeline.run(iterations: 2000) }
      return Double(timeline.completedIterations - before) / ((clock.now - start) / .seconds(1))
    }
    try StandardOutput.line(format == .json ? report.json : report.table)
  }

  private func setup(_ workload: Workload) throws(Failure) -> TrainingSetup {
    guard let from else {
      return try attempt({ Failure($0, lesson: workload.name) }) { () throws(SetupError) in try workload.setup() }
    }
    let bytes = try attempt(Failure.init) { () throws(StorageError) in
      try FileBytes.read(from, limit: Self.largestFile)
    }
    return try attempt({ (error: SavedWorkError) in
      Failure(.badData, "\(Sentence.shown(from)): \(Sentence.ended(error.description))")
    }) { () throws(SavedWorkError) in try SavedWork(bytes).setup(workload) }
  }
}
