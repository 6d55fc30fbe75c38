import Autodiff
import Datasets
import Foundation
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Planted bugs: they compute what PyTorch computes with the same mistake, explain what they compute, and go back.
@Suite struct BugLabTests {
  /// Every loss on the way and every parameter at the end.
  @Test(arguments: PlantedBugReference.all) func aPlantedBugRunsAsInPyTorch(_ reference: PlantedBugReference) throws {
    let timeline = try Timeline(reference.setup())
    for (iteration, loss) in reference.losses.enumerated() {
      timeline.go(to: Moment(iteration: iteration, position: timeline.machine.instructionCount))
      #expect(abs(Double(timeline.machine.loss) - loss) < 1e-4 * max(1, abs(loss)), "iteration \(iteration)")
    }
    for expected in reference.end {
      let slot = try #require(timeline.program.slot(named: expected.name ?? ""))
      for (found, needed) in zip(timeline.machine.bound.view(of: slot.id).values, expected.values) {
        #expect(abs(found - needed) < 2e-5 * max(1, abs(needed)), "\(slot.name)")
      }
    }
  }

  @Test func theReferenceHasEveryBugOfTheArithmetic() {
    #expect(PlantedBugReference.all.count == 13)
    let named = Set(PlantedBugReference.all.compactMap(\.bug))
    #expect(Set(BugCatalog.names).subtracting(named) == ["unshuffled", "leaked-test-data"])
  }

  /// With a bug, too, the terms add up to what is shown.
  @Test(arguments: PlantedBugReference.all) func termsAddUp(_ reference: PlantedBugReference) throws {
    let timeline = try Timeline(reference.setup())
    timeline.go(to: Moment(iteration: 2, position: timeline.machine.instructionCount))
    var checked = 0
    for slot in timeline.program.slots {
      for cell in 0..<slot.shape.count {
        guard let expansion = timeline.machine.expansion(of: CellAddress(slot.id, cell: cell)) else { continue }
        let number = Double(timeline.machine.bound.view(of: slot.id)[cell])
        #expect(abs(expansion.sum - number) <= 1e-5 * expansion.sumOfMagnitudes + 1e-12, "\(slot.name) \(cell)")
        checked += 1
      }
    }
    #expect(checked > 100)
  }

  /// Stepping, running and going back give the same bits as ever.
  @Test(arguments: PlantedBugReference.all) func timeRunsBothWays(_ reference: PlantedBugReference) throws {
    let (stepped, run) = (try Timeline(reference.setup()), try Timeline(reference.setup()))
    for _ in 0..<3 * stepped.machine.instructionCount { stepped.step(.operation) }
    run.run(iterations: 3)
    #expect(Bits(stepped) == Bits(run))
    let there = Bits(stepped)
    for _ in 0..<2 * stepped.machine.instructionCount { stepped.stepBack(.operation) }
    #expect(Bits(stepped) != there || reference.bug == "zero-weights")
    for _ in 0..<2 * stepped.machine.instructionCount { stepped.step(.operation) }
    #expect(Bits(stepped) == there)
  }

  /// The gradient check finds those bugs that spoil gradients, and clears the others.
  @Test(arguments: PlantedBugReference.all.filter { $0.bug != "high-rate" })
  func theGradientCheckSeesWrongGradients(_ reference: PlantedBugReference) throws {
    let report = try Verification.report(on: reference.setup()).gradients
    let spoiled = ["missing-transpose", "missing-mean", "missing-slope"].contains(reference.bug)
    #expect((report.failures > 0) == spoiled, "\(report)")
  }

  @Test func sortedDataAreLoadedInOrder() throws {
    let setup = try Setups.changing(Setups.xor()) { $0.plantedBug = "unshuffled" }
    let targets = setup.data.train.targets.values
    #expect(targets == targets.sorted())
    let timeline = try Timeline(setup)
    timeline.go(to: Moment(iteration: 1, position: 1))
    #expect(timeline.machine.batchSamples.map(Int.init) == Array(10..<20))
    // A sample can still be looked up in the raw data.
    for (index, example) in setup.data.trainExamples.enumerated() {
      #expect(setup.data.raw.dataset.targets[example] == targets[index])
    }
  }

  private struct Leak: Decodable {
    let raw: ProbeReference.Numbers
    let standardized: ProbeReference.Numbers
  }
  private struct LeakFile: Decodable { let cases: [Leak] }

  @Test func aLeakUsesTheStatisticsOfAllData() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "ReferenceValues/leaked_standardization.json")
    let leak = try #require(try JSONDecoder().decode(LeakFile.self, from: Data(contentsOf: url)).cases.first)
    let raw = Dataset(
      name: "leak", inputs: Tensor([12, 3], leak.raw.values),
      targets: Tensor([12, 1], (0..<12).map { Float($0 % 2) }), featureNames: ["a", "b", "c"],
      task: .binaryClassification(classNames: ["x", "y"]), source: "test")
    let data = PreparedData(raw, split: Split(trainShare: 0.5, seed: 3))
    #expect(data.isStandardized)
    let leaking = data.standardizingOverAll()
    #expect(!leaking.isStandardized)
    for (part, examples) in [(leaking.train, leaking.trainExamples), (leaking.test, leaking.testExamples)] {
      for (row, example) in examples.enumerated() {
        for feature in 0..<3 {
          let expected = leak.standardized.values[example * 3 + feature]
          #expect(abs(part.inputs[row, feature] - expected) < 1e-5)
        }
      }
    }
  }

  // MARK: Choosing

  @Test func aSeedDecidesAndTheNextAttemptIsAnother() throws {
    let site = try PlantedBugReference.all[0].setup().bugSite()
    let fitting = BugCatalog.fitting(site).map { $0.name }
    #expect(!fitting.contains("uncorrected-adam") && !fitting.contains("unshuffled"))
    #expect(fitting.contains("missing-transpose") && fitting.contains("zero-weights"))
    let chosen = (0..<fitting.count).compactMap { BugCatalog.choose(for: site, seed: 4, attempt: $0)?.name }
    #expect(Set(chosen) == Set(fitting))
    #expect(BugCatalog.choose(for: site, seed: 4, attempt: 0)?.name == chosen[0])
  }

  @Test func aBugThatChangesNothingIsRefused() throws {
    let setup = try Setups.neuron()
    let without = try Setups.changing(setup) { $0.plantedBug = "missing-transpose" }
    #expect(without.plantedBug == nil && without.configuration == setup.configuration)
    let error = #expect(throws: SetupError.self) { try without.checkBug(asked: "missing-transpose") }
    #expect(error?.description.contains("needed one of") == true)
    let unknown = #expect(throws: SetupError.self) { try Setups.changing(setup) { $0.plantedBug = "wrong-sing" } }
    #expect(unknown?.description.contains("did you mean \"wrong-sign\"") == true)
  }

  /// Each says something in both languages, has a place in its program, and evidence with numbers.
  @Test func everyBugCanBeTalkedAbout() throws {
    let masked = try #require(PlantedBugReference.all.first { $0.heads != nil })
    let setups = try ["sgd", "adam"].map { try Setups.iris($0, activation: "tanh") } + [masked.setup(planted: false)]
    let timelines = try setups.map { try Timeline($0) }
    for bug in BugCatalog.all {
      for text in [bug.title, bug.meaning, bug.place] {
        #expect(!text.english.isEmpty && text.chinese.contains { !$0.isASCII }, "\(bug.name)")
      }
      var timelinesWithPlaces = 0
      for timeline in timelines {
        let places = timeline.program.instructions.indices.filter { bug.isPlace($0, in: timeline.program) }
        if places.isEmpty { continue }
        timelinesWithPlaces += 1
        #expect(places.count < timeline.program.instructions.count, "\(bug.name)")
        let evidence = bug.evidence(on: timeline)
        #expect(evidence.english.contains { $0.isNumber } && evidence.chinese.contains { $0.isNumber }, "\(bug.name)")
      }
      // A mask has its place in one of them, the others have theirs at least in both networks of irises.
      #expect(timelinesWithPlaces >= (bug.name == LateMaskBug.name ? 1 : 2), "\(bug.name)")
    }
  }

  /// A run with a bug shows it where the bug says that it shows.
  @Test(arguments: PlantedBugReference.all.filter { $0.bug != nil })
  func thePlaceIsThereWithTheBugToo(_ reference: PlantedBugReference) throws {
    let bug = try BugCatalog.bug(named: reference.bug ?? "")
    let setup = try reference.setup()
    let program = try Timeline(setup).program
    #expect(program.instructions.indices.contains { bug.isPlace($0, in: program) })
    #expect(setup.plantedBug?.name == bug.name)
    #expect(bug.evidence(on: try Timeline(setup)).english.contains { $0.isNumber })
  }
}
