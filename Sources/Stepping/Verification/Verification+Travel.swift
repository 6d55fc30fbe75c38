import Autodiff
import TensorMath

/// Goes through a run forwards and back, by steps of every size, by jumps and at full speed, and
/// holds all bits at every moment it comes by against a run that only ever stepped forwards.
struct TravelVerification {
  private let setup: TrainingSetup
  private let settings: VerificationSettings
  private var report = TravelReport()
  /// The bits at each moment when it was first come by.
  private var visited: [Moment: Fingerprint] = [:]

  static func report(on setup: TrainingSetup, _ settings: VerificationSettings) throws(SetupError) -> TravelReport {
    var verification = TravelVerification(setup: setup, settings: settings)
    try verification.stepForthAndBack()
    try verification.jumpAbout()
    try verification.runAtFullSpeed()
    try verification.compareWithSteppingForwards()
    return verification.report
  }

  private init(setup: TrainingSetup, settings: VerificationSettings) {
    self.setup = setup
    self.settings = settings
  }

  // MARK: Ways through time

  private mutating func stepForthAndBack() throws(SetupError) {
    let timeline = try Timeline(setup)
    let program = timeline.program
    let longest = settings.longestTravel(program)
    report.longestStretch = longest
    let (epoch, count) = (min(timeline.machine.batchesPerEpoch, longest), program.instructions.count)
    let starts = [
      Moment.start,
      // Amid the forward pass, and amid the updates.
      Moment(iteration: 1, position: max((program.lastPosition(of: .forward) ?? 2) / 2, 1)),
      Moment(iteration: 2, position: count - 1),
      // The end of an epoch, and some way into the next, where an epoch is not too long for that.
      Moment(iteration: epoch - 1, position: count),
      Moment(iteration: epoch + 2, position: program.lastPosition(of: .backward) ?? count),
    ]
    for start in starts {
      report.startingMoments.append(name(of: start))
      for size in StepSize.allCases {
        timeline.go(to: start)
        let steps = self.steps(size, timeline, longest)
        go(timeline, size, steps)
      }
    }
  }

  /// How many steps of a size are made; none over epochs that are too long.
  private func steps(_ size: StepSize, _ timeline: Timeline, _ longest: Int) -> Int {
    guard size == .epoch else { return settings.stepsPerSize }
    let epoch = timeline.machine.batchesPerEpoch
    return longest < settings.longestEpochTravel ? min(3, longest / epoch) : max(min(3, longest / epoch), 1)
  }

  /// So many steps of a size forwards and as many back, past the same moments.
  private mutating func go(_ timeline: Timeline, _ size: StepSize, _ steps: Int) {
    var passed = [timeline.now]
    visit(timeline.machine)
    for _ in 0..<steps {
      timeline.step(size)
      passed.append(timeline.now)
      visit(timeline.machine)
    }
    // From the middle of a layer, say, the first step went to its end; the last one back goes to its start.
    let beginsAtAnEnd =
      passed[0] == .start || timeline.next(size, after: timeline.previous(size, before: passed[0])) == passed[0]
    for expected in passed.dropLast().reversed() {
      timeline.stepBack(size)
      visit(timeline.machine)
      let isFirst = expected == passed[0]
      if isFirst && !beginsAtAnEnd ? timeline.now > expected : timeline.now != expected {
        fail("\(size.rawValue) back led to \(name(of: timeline.now)), expected \(name(of: expected))")
      }
    }
    report.stepsForwards[size.rawValue, default: 0] += steps
    report.stepsBack[size.rawValue, default: 0] += steps
  }

  private mutating func jumpAbout() throws(SetupError) {
    let program = try TrainingMachine(setup).program
    let (floats, longest) = (program.durableCount, settings.longestTravel(program))
    let timeline = try Timeline(setup, keyframeBudget: 4 * floats * MemoryLayout<Float>.stride)
    let iterations = min(3 * timeline.machine.batchesPerEpoch, longest)
    var random = RandomSource(seed: settings.seed, purpose: "verify jumps")
    for _ in 0..<settings.jumps {
      timeline.go(
        to: Moment(
          iteration: random.integer(below: iterations),
          position: 1 + random.integer(below: timeline.program.instructions.count)))
      visit(timeline.machine)
      report.jumps += 1
    }
  }

  /// `run` is `step` in a loop: from the start, and from the middle of an iteration.
  private mutating func runAtFullSpeed() throws(SetupError) {
    let timeline = try Timeline(setup)
    let count = min(2 * timeline.machine.batchesPerEpoch + 3, settings.longestTravel(timeline.program))
    report.iterationsRun += timeline.run(iterations: count)
    visit(timeline.machine)
    for _ in 0..<3 { timeline.stepBack(.operation) }
    report.iterationsRun += timeline.run(iterations: 5)
    visit(timeline.machine)
  }

  private mutating func compareWithSteppingForwards() throws(SetupError) {
    let machine = try TrainingMachine(setup)
    for moment in visited.keys.sorted() {
      while machine.moment < moment { machine.step() }
      visit(machine)
    }
  }

  // MARK: Comparing

  private mutating func visit(_ machine: TrainingMachine) {
    let fingerprint = Fingerprint(machine)
    guard let first = visited[machine.moment] else {
      visited[machine.moment] = fingerprint
      return
    }
    report.momentsCompared += 1
    report.numbersCompared += fingerprint.count
    guard fingerprint != first else { return }
    let slots = fingerprint.differences(from: first).map { machine.program.slots[$0].name }
    fail("\(name(of: machine.moment)): \(slots.isEmpty ? "the learning rate" : slots.joined(separator: ", "))")
  }

  private mutating func fail(_ sentence: String) {
    report.failures += 1
    if report.mismatches.count < Verification.namedCells { report.mismatches.append(sentence) }
  }

  private func name(of moment: Moment) -> String {
    let progress = moment.progress.map { ", cell \($0.cell), term \($0.terms)" } ?? ""
    return "iteration \(moment.iteration), position \(moment.position)\(progress)"
  }
}
