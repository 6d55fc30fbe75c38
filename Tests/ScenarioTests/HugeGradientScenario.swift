import Autodiff
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// What is observed is told of, however large the numbers are.
@Suite struct HugeGradientScenario {
  @Test func aGradientBeyondAllWholeNumbersIsToldOf() throws {
    let learner = try Learner(lesson: "filters")
    let timeline = try Timeline(try #require(learner.state.session).setup)
    timeline.run(iterations: 60)
    let kernel = try #require(timeline.program.slot(named: "edges.kernel"))
    timeline.intervene(.parameter(CellAddress(kernel.id, cell: 0), 1e19))
    timeline.run(iterations: 1)
    let exploding = timeline.observations.filter { $0.kind == .explodingGradient && Double($0.value) > Double(Int.max) }
    #expect(!exploding.isEmpty)
    for observation in exploding {
      #expect(ObservationText.sentence(observation, timeline.program).english.contains("the gradient explodes"))
    }
  }
}
