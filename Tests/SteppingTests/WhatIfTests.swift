import Autodiff
import Stepping
import TensorMath
import Testing

/// What becomes of the loss when a number is nudged.
@Suite struct WhatIfTests {
  private func answer(_ timeline: Timeline, _ address: CellAddress, _ epsilon: Double) throws -> WhatIf {
    try #require(timeline.snapshot(SnapshotRequest(whatIf: WhatIfRequest(address, epsilon: epsilon))).whatIf)
  }

  @Test func thereAreReferenceValues() {
    #expect(ProbeReference.all.count == 2 && ProbeReference.all.allSatisfy { $0.nudges.count >= 15 })
  }

  /// Parameters, inputs and intermediate values, against PyTorch in double precision; before, in and
  /// after the iteration that the question is about.
  @Test(arguments: ProbeReference.all) func agreesWithPyTorch(_ reference: ProbeReference) throws {
    let timeline = try Timeline(reference.setup())
    let count = timeline.program.instructions.count
    for position in [0, 1, 3, timeline.program.lastPosition(of: .backward) ?? 0, count - 1, count] {
      timeline.go(to: Moment(iteration: 0, position: position))
      for nudge in reference.nudges {
        let answer = try answer(timeline, timeline.cell(nudge.value, nudge.cell), nudge.epsilon)
        let (chosen, gradient) = (try #require(answer.chosen), try #require(answer.gradient))
        #expect(abs(answer.loss - reference.loss_value) < 1e-6 * reference.loss_value)
        #expect(abs(gradient - nudge.gradient) < 1e-6 + 1e-5 * abs(nudge.gradient), "∂\(nudge.value)")
        #expect(
          abs(chosen.predicted - nudge.gradient * chosen.step) < (1e-6 + 1e-5 * abs(nudge.gradient)) * abs(chosen.step))
        #expect(abs(chosen.step - nudge.epsilon) < 3e-7)
        // In single precision the values themselves are off by some units of their last place.
        #expect(
          abs(chosen.real - nudge.real) < 1e-5 * abs(nudge.real) + 3 * answer.rounding,
          "\(nudge.value) + \(nudge.epsilon): \(chosen.real), \(nudge.real)")
        #expect(answer.rounding < 1e-6)
      }
    }
  }

  /// The relative difference shrinks with ε as the curvature's share does, until rounding takes over.
  @Test func theDifferenceShrinksUntilRounding() throws {
    let timeline = try Timeline(ProbeReference.all[1].setup())
    let answer = try answer(timeline, timeline.cell("dense1.weight", 3), 0.1)
    let differences = answer.series.compactMap(\.relativeDifference)
    #expect(answer.series.map(\.epsilon) == [1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6])
    for index in 0..<3 { #expect(differences[index + 1] < differences[index] / 4) }
    #expect(answer.series.prefix(4).allSatisfy { answer.reason($0) == .curvature })
    #expect(answer.reason(answer.series[6]) == .rounding)
    #expect(differences[6] > differences[3])
  }

  @Test func kinksAreNamed() throws {
    let timeline = try Timeline(Setups.iris())
    timeline.step(.iteration)
    let sums = timeline.values("hidden1.sum")
    let cell = try #require(sums.indices.min { abs(sums[$0]) < abs(sums[$1]) })
    let size = Double(abs(sums[cell]))
    let across = sums[cell] > 0 ? -1.0 : 1.0
    let address = timeline.cell("hidden1.sum", cell)
    #expect(try answer(timeline, address, across * size * 3).chosen?.kinks == [timeline.cell("hidden1.output").slot])
    let over = try answer(timeline, address, across * size * 3)
    #expect(over.chosen.map(over.reason) == .kink)
    #expect(try answer(timeline, address, -across * size * 3).chosen?.kinks == [])
  }

  /// A number that belongs to another is answered for that one; what the loss does not depend on has no
  /// gradient, and nothing is made up.
  @Test func everyNumberHasAnAnswer() throws {
    let timeline = try Timeline(Setups.iris(l1: 0.001, l2: 0.01))
    timeline.step(.iteration)
    for slot in timeline.program.slots where slot.shape.count > 0 {
      let answer = try answer(timeline, CellAddress(slot.id, cell: slot.shape.count - 1), 0.001)
      switch slot.role {
      case .gradient(let value): #expect(answer.address.slot == value)
      case .optimizerState(let value, _): #expect(answer.address.slot == value)
      default: break
      }
      if ["targets", "probabilities"].contains(slot.name) {
        #expect(answer.gradient == nil && answer.chosen == nil && answer.series.isEmpty)
      } else {
        let chosen = try #require(answer.chosen, "\(slot.name)")
        #expect(
          !chosen.kinks.isEmpty || abs(chosen.real - chosen.predicted) < 5e-3 * abs(chosen.step) + 3 * answer.rounding,
          "\(slot.name)")
      }
    }
    #expect(
      timeline.snapshot(SnapshotRequest(whatIf: WhatIfRequest(timeline.cell("nothing"), epsilon: 1))).whatIf == nil)
  }

  /// After an update and a change by hand, the question is still about the numbers on the screen.
  @Test func theRunIsNotDisturbed() throws {
    let setup = try Setups.iris(l2: 0.01)
    let (asked, plain) = (try Timeline(setup), try Timeline(setup))
    for step in 0..<60 {
      asked.step(.operation)
      plain.step(.operation)
      if step == 40 {
        for line in [asked, plain] { line.intervene(.parameter(line.cell("hidden1.weight", 3), 0.7)) }
      }
      let address = asked.cell("hidden1.weight", 3)
      _ = asked.snapshot(
        SnapshotRequest(
          whatIf: WhatIfRequest(address, epsilon: 0.1),
          gradientCheck: step.isMultiple(of: 20) ? GradientCheckRequest(.model, address, at: asked.now) : nil,
          batchParts: BatchPartsRequest(address)))
      #expect(Bits(asked) == Bits(plain))
    }
    for line in [asked, plain] { line.run(iterations: 50) }
    #expect(Bits(asked) == Bits(plain))
  }

  /// On the screen, at the end of an iteration, are the loss and gradients before its update.
  @Test func theNumbersAreThoseOnTheScreen() throws {
    let timeline = try Timeline(Setups.iris())
    timeline.run(iterations: 7)
    let address = timeline.cell("hidden2.weight", 4)
    let answer = try answer(timeline, address, 0.1)
    #expect(Float(answer.loss) == timeline.machine.loss)
    #expect(answer.gradient == Double(timeline.values("hidden2.weight.gradient")[4]))
    #expect(answer.value == timeline.values("hidden2.weight.previous")[4])
  }
}

/// The gradient check of a number, a tensor, the model, at any moment.
@Suite struct GradientCheckTests {
  private func check(_ timeline: Timeline, _ scope: GradientCheckRequest.Scope, _ address: CellAddress)
    -> GradientCheck?
  {
    timeline.snapshot(SnapshotRequest(gradientCheck: GradientCheckRequest(scope, address, at: timeline.now)))
      .gradientCheck
  }

  @Test func holdsForEveryScope() throws {
    let timeline = try Timeline(Setups.iris(activation: "tanh"))
    timeline.run(iterations: 5)
    let address = timeline.cell("hidden1.weight.gradient", 4)
    for (scope, cells) in zip(GradientCheckRequest.Scope.allCases, [1, 24, 24 + 6 + 30 + 5 + 15 + 3]) {
      let report = try #require(check(timeline, scope, address)).report
      #expect(report.cells + report.kinks == cells && report.failures == 0)
      #expect(report.iterations == [4] && report.worstRelativeError < 1e-3)
    }
    #expect(check(timeline, .tensor, timeline.cell("features")) == nil)
    let request = GradientCheckRequest(.model, address, at: Moment(iteration: 1, position: 1))
    #expect(timeline.snapshot(SnapshotRequest(gradientCheck: request)).gradientCheck == nil)
  }
}
