import Autodiff
import Export
import Stepping
import TensorMath
import Testing

struct TraceReportTests {
  @Test func everyStepAndEveryValueIsThere() throws {
    let timeline = try Timeline(try SmallRun.setup())
    let report = TraceReport(timeline, lesson: "small", iteration: 0)
    #expect(report.steps.count == timeline.program.instructions.count)
    #expect(report.steps.map(\.phase).first == "load")
    #expect(report.steps.last?.operation == "sgd")
    let names = Set(report.values.map(\.name))
    for slot in timeline.program.slots where slot.role == .value || slot.role == .parameter || slot.role == .input {
      #expect(names.contains(slot.name), "\(slot.name)")
    }
    #expect(report.loss == timeline.machine.loss)
  }

  @Test func aParameterWithItsGradientGivesTheUpdatedOne() throws {
    let timeline = try Timeline(try SmallRun.setup())
    let report = TraceReport(timeline, lesson: "small", iteration: 3)
    let parameters = report.values.filter { $0.updated != nil }
    #expect(parameters.count == 4)
    for value in parameters {
      let gradient = try #require(value.gradient)
      let updated = try #require(value.updated)
      for index in value.tensor.values.indices {
        let expected = value.tensor.values[index] - 0.5 * gradient.values[index]
        #expect(abs(updated.values[index] - expected) <= 1e-6 * (1 + abs(expected)), "\(value.name)")
      }
    }
  }

  @Test func theShortLastBatchIsTracedAsItIs() throws {
    let timeline = try Timeline(try SmallRun.setup())
    let last = timeline.machine.batchesPerEpoch - 1
    let report = TraceReport(timeline, lesson: "small", iteration: last)
    let features = try #require(report.values.first { $0.name == "features" })
    #expect(features.tensor.shape.dimensions == [2, 2])
  }

  @Test func optimizerStatesAreTracedBeforeAndAfter() throws {
    let report = TraceReport(try Timeline(try SmallRun.setup(optimizer: "adam")), lesson: "small", iteration: 0)
    let states = report.values.filter { $0.name.hasSuffix(".m") || $0.name.hasSuffix(".v") }
    #expect(states.count == 8)
    #expect(states.allSatisfy { $0.tensor.values.allSatisfy { $0 == 0 } })
    #expect(states.contains { $0.updated?.values.contains { $0 != 0 } == true })
  }

  @Test func tensorsHoldTheSameNumbers() throws {
    let report = TraceReport(try Timeline(try SmallRun.setup()), lesson: "small", iteration: 1)
    let file = try Safetensors(reading: report.tensors.bytes)
    for value in report.values {
      #expect(file[value.name]?.tensor == value.tensor)
      #expect(file["\(value.name).gradient"]?.tensor == value.gradient)
    }
  }
}
