import Autodiff
import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// The dense network in the place of a convolutional one.
struct NetworkKnobTests {
  /// LeNet-5 has 61 706 parameters: 156 + 2416 + 48 120 + 10 164 + 850.
  private static let leNet = ModelDescription(
    inputShape: [1, 28, 28],
    layers: [
      LayerDescription(
        type: "convolution", name: "conv1",
        settings: ["kernels": "6", "size": "5", "padding": "2", "activation": "relu"]),
      LayerDescription(type: "pooling", name: "pool1", settings: ["size": "2"]),
      LayerDescription(type: "convolution", name: "conv2", settings: ["kernels": "16", "size": "5"]),
      LayerDescription(type: "pooling", name: "pool2", settings: ["size": "2"]),
      .dense("hidden1", units: 120, activation: "relu"), .dense("hidden2", units: 84, activation: "relu"),
      .dense("output", units: 10),
    ], loss: "softmax-cross-entropy")

  @Test func leNetsCounterpart() throws {
    let dense = try DenseCounterpart(of: Self.leNet)
    #expect(dense.originalParameterCount == 61_706)
    // 78 units: 78 · (784 + 1 + 10) + 10 = 62 020; 77 would be 61 225.
    #expect(dense.units == 78 && dense.parameterCount == 62_020)
    #expect(try ModelCompiler(dense.model).parameterCount() == dense.parameterCount)
    #expect(dense.model.layers.map(\.name) == ["hidden1", "output"])
    #expect(dense.model.layers[0].settings["activation"] == "relu" && dense.model.layers[1] == Self.leNet.layers[6])
  }

  /// Neither a unit more nor one less would be nearer.
  @Test(arguments: [1, 2, 3, 5, 8, 13, 40, 200]) func theNearestNumberOfUnits(kernels: Int) throws {
    var model = Self.leNet
    model.layers[0].settings["kernels"] = String(kernels)
    model.layers[2].settings["kernels"] = String(kernels)
    model.layers.removeSubrange(4...5)
    let dense = try DenseCounterpart(of: model)
    let perUnit = 784 + 1 + 10
    let off = abs(dense.parameterCount - dense.originalParameterCount)
    #expect(dense.units == 1 || 2 * off <= perUnit, "\(dense.units) units are off by \(off)")
    #expect(dense.parameterCount == dense.units * perUnit + 10)
    #expect(try ModelCompiler(model).parameterCount() == dense.originalParameterCount)
  }

  private func files() throws -> [String: [UInt8]] {
    let scan = try LessonFolder.scan(folders.lessons)
    let stored = try #require(scan.lessons.first)
    return try stored.files(for: lesson(convolutionalLesson).plan, sampleData: folders.sampleData)
  }

  @Test func goingBackRestoresTheLayers() throws {
    let plan = try lesson(convolutionalLesson).plan
    let dense = try KnobCatalog.setting("network", to: "dense", in: plan)
    #expect(dense != plan && dense.configuration == plan.configuration)
    #expect(try KnobCatalog.setting("network", to: "convolutional", in: dense) == plan)
    let setup = try dense.setup(files: files())
    #expect(setup.configuration.model.layers.map(\.type) == ["dense", "dense"])
    // 4·9 + 4 + 64·10 + 10 = 690, nearest 9 units: 9·(64 + 1 + 10) + 10 = 685.
    #expect(try setup.compiler.parameterCount() == 685)
    #expect(try plan.setup(files: files()).compiler.parameterCount() == 690)
    #expect(setup.data == (try plan.setup(files: files())).data, "the data are the same")
  }

  @Test func onlyConvolutionalNetworksHaveIt() throws {
    let plan = try smallLesson().plan
    #expect(!KnobCatalog.knobs(for: plan).contains { $0.name == "network" })
    #expect(throws: SettingError.self) { try KnobCatalog.setting("network", to: "dense", in: plan) }
    #expect(NetworkRace.racers(plan) == nil)
    let pictures = try lesson(convolutionalLesson).plan
    let error = #expect(throws: SettingError.self) { try KnobCatalog.setting("network", to: "dens", in: pictures) }
    #expect("\(String(describing: error))".contains("dense"))
  }

  @Test func theRaceDiffersInNothingElse() throws {
    let plan = try lesson(convolutionalLesson).plan
    let racers = try #require(NetworkRace.racers(plan))
    #expect(racers.map(\.plan) == [plan, try KnobCatalog.setting("network", to: "dense", in: plan)])
    #expect(Set(racers.map(\.label.chinese)).count == 2)
    // Begun from the dense one it is the same race.
    #expect(NetworkRace.racers(racers[1].plan)?.map(\.plan) == racers.map(\.plan))
  }
}
