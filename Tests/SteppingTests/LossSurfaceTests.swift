import Autodiff
import Datasets
import Foundation
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Loss surfaces: PyTorch's numbers, the way the run has come, and a run that does not notice.
struct LossSurfaceTests {
  private struct Axis: Decodable {
    let name: String
    let cell: Int
    let low: Double
  }

  private struct Numbers: Decodable {
    let name: String?
    let shape: [Int]
    let values: [Double]
    var tensor: Tensor { Tensor(Shape(shape), values.map(Float.init)) }
  }

  private struct Case: Decodable {
    let name: String
    let l2: Double
    let x: Numbers
    let target: Numbers
    let start: [Numbers]
    let horizontal: Axis
    let vertical: Axis
    let loss: Double
    let gradient: [Double]
    let losses: Numbers
  }

  private struct File: Decodable { let cases: [Case] }

  private func cases() throws -> [Case] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/loss_surface.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases
  }

  private func session(_ setup: TrainingSetup) -> TrainerSession {
    let session = TrainerSession()
    session.perform(.load(setup))
    return session
  }

  private func surface(
    _ session: TrainerSession, _ horizontal: (String, Int), _ vertical: (String, Int), columns: Int = 8, rows: Int = 6,
    zoom: Int = 0
  ) throws -> LossSurface {
    let program = try #require(session.timeline).program
    func address(_ name: String, _ cell: Int) throws -> CellAddress {
      CellAddress(try #require(program.slot(named: name)).id, cell: cell)
    }
    var request = SnapshotRequest()
    request.lossSurface = LossSurfaceRequest(
      columns: columns, rows: rows, horizontal: try address(horizontal.0, horizontal.1),
      vertical: try address(vertical.0, vertical.1), zoom: zoom)
    session.perform(.request(request))
    return try #require(session.snapshot()?.lossSurface)
  }

  @Test func lossesAndGradientAreThoseOfPyTorch() throws {
    for reference in try cases() {
      let data = Dataset(
        name: "reference", inputs: reference.x.tensor, targets: reference.target.tensor, featureNames: ["a", "b"],
        task: .regression(targetName: "y"), source: "reference")
      let setup = try TrainingSetup(
        TrainingConfiguration(
          model: ModelDescription(
            inputCount: 2, layers: [.dense("hidden", units: 3, activation: "tanh"), .dense("output", units: 1)],
            loss: "squared-error", l2: Float(reference.l2)),
          learningRate: 0.1, batchSize: 2,
          initialValues: Dictionary(
            uniqueKeysWithValues: reference.start.map { ($0.name ?? "", $0.values.map(Float.init)) })),
        data: PreparedData(data, split: Split(trainShare: 1, seed: 1), preparation: .keep))
      let (x, y) = (reference.horizontal, reference.vertical)
      let surface = try surface(session(setup), (x.name, x.cell), (y.name, y.cell))
      #expect(
        Double(surface.horizontalRange.lowerBound) == x.low && Double(surface.horizontalRange.upperBound) == x.low + 2)
      #expect(Double(surface.verticalRange.lowerBound) == y.low)
      #expect(abs(Double(surface.loss) - reference.loss) < 1e-5 * reference.loss)
      #expect(abs(Double(surface.gradient.x) - reference.gradient[0]) < 1e-5)
      #expect(abs(Double(surface.gradient.y) - reference.gradient[1]) < 1e-5)
      for (ours, theirs) in zip(surface.losses, reference.losses.values) {
        #expect(abs(Double(ours) - theirs) < 1e-5 * max(theirs, 1))
      }
      #expect(surface.path.isEmpty && surface.sampleCount == surface.trainingCount)
    }
  }

  /// Looking changes nothing, at any moment.
  @Test func theRunIsNotDisturbed() throws {
    let (looked, alone) = (session(try Setups.iris()), session(try Setups.iris()))
    for _ in 0..<40 {
      for session in [looked, alone] { session.perform(.step(.layer)) }
      _ = try surface(looked, ("hidden1.weight", 0), ("output.bias", 1))
    }
    let (one, other) = (try #require(looked.timeline), try #require(alone.timeline))
    #expect(one.now == other.now)
    for slot in one.program.slots {
      let bits = one.machine.bound.view(of: slot.id).values.map(\.bitPattern)
      #expect(bits == other.machine.bound.view(of: slot.id).values.map(\.bitPattern), "\(slot.name)")
    }
  }

  @Test func thePathIsWhereTheRunHasBeen() throws {
    let session = session(try Setups.xor())
    var been: [LossSurface.Point] = []
    for _ in 0..<30 {
      let surface = try surface(session, ("hidden1.weight", 3), ("output.weight", 0))
      #expect(surface.path == been && surface.pathBegins == 0)
      been.append(surface.here)
      session.perform(.step(.iteration))
    }
    // Back in time the path is shorter, and forwards again as long as it was.
    session.perform(.goToIteration(12))
    #expect(try surface(session, ("hidden1.weight", 3), ("output.weight", 0)).path == Array(been[..<12]))
    // A change in the past opens another way from there on.
    session.perform(.intervene(.learningRate(0.5)))
    session.perform(.step(.iteration))
    session.perform(.step(.iteration))
    let path = try surface(session, ("hidden1.weight", 3), ("output.weight", 0)).path
    #expect(Array(path[..<13]) == Array(been[..<13]) && path.count == 14 && path[13] != been[13])
  }

  @Test func aLongPathIsThinnedAndLeadsToWhereItIs() throws {
    let session = session(try Setups.neuron())
    session.perform(.goToIteration(3000))
    let surface = try surface(session, ("unit.weight", 0), ("unit.weight", 1))
    #expect((100...257).contains(surface.path.count) && surface.pathBegins == 0)
    for point in surface.path + [surface.here] {
      #expect(surface.horizontalRange.contains(point.x) && surface.verticalRange.contains(point.y))
    }
  }

  /// The surface at the run's own place is the training loss, whatever the batch.
  @Test func hereItIsTheTrainingLoss() throws {
    let session = session(try Setups.plane())
    session.perform(.step(.epoch))
    let surface = try surface(session, ("hidden1.weight", 0), ("hidden1.bias", 0))
    let loss = try #require(session.snapshot()?.current).train.loss
    #expect(abs(Double(surface.loss) - loss) < 1e-5 * max(loss, 1))
  }

  @Test func dropoutIsLeftOut() throws {
    let plain = try Setups.iris()
    let dropped = try Setups.changing(plain) { $0.model.dropout = 0.5 }
    let surfaces = try [plain, dropped].map { try surface(session($0), ("hidden1.weight", 0), ("output.weight", 1)) }
    #expect(surfaces[0].losses == surfaces[1].losses && surfaces[0].gradient == surfaces[1].gradient)
  }

  @Test func closerUpTheRunIsInTheMiddle() throws {
    let session = session(try Setups.xor())
    session.perform(.goToIteration(20))
    let far = try surface(session, ("hidden1.weight", 0), ("hidden1.weight", 1), zoom: -1)
    let near = try surface(session, ("hidden1.weight", 0), ("hidden1.weight", 1), zoom: 3)
    func width(_ surface: LossSurface) -> Float {
      surface.horizontalRange.upperBound - surface.horizontalRange.lowerBound
    }
    #expect(abs(width(far) - 16 * width(near)) < 1e-4)
    #expect(abs((near.horizontalRange.lowerBound + near.horizontalRange.upperBound) / 2 - near.here.x) < 1e-5)
  }

  @Test func whatIsNoParameterHasNoSurface() throws {
    let session = session(try Setups.xor())
    let program = try #require(session.timeline).program
    let (weight, features) = (try #require(program.slot(named: "hidden1.weight")), program.inputs[0])
    for (cell, slot) in [(0, features), (999, weight.id)] {
      var request = SnapshotRequest()
      request.lossSurface = LossSurfaceRequest(
        columns: 4, rows: 4, horizontal: CellAddress(slot, cell: cell), vertical: CellAddress(weight.id, cell: 0))
      session.perform(.request(request))
      #expect(session.snapshot() != nil && session.snapshot()?.lossSurface == nil)
    }
  }
}
