import Autodiff
import Datasets
import Foundation
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Targets that are pictures: a filter learned from what it makes of one, against PyTorch.
@Suite struct FilteredImageTests {
  private struct Learned: Decodable {
    let name: String
    let rate: Float
    let x: ProbeReference.Numbers
    let kernel: ProbeReference.Numbers
    let losses: [Float]
    let learned: ProbeReference.Numbers
    let r_squared: Double
  }

  private struct File: Decodable { let cases: [Learned] }

  private func data(_ x: Tensor, _ filter: ImageFilter) -> PreparedData {
    let sizes = x.shape.dimensions
    return PreparedData(
      Dataset(
        name: "pictures", inputs: x, targets: filter.applied(to: x),
        featureNames: (0..<sizes[2] * sizes[3]).map { "pixel \($0)" }, task: .filteredImages(filter: filter),
        source: "test"),
      split: Split(trainShare: 1, seed: 1), preparation: .keep)
  }

  private func setup(
    _ layers: [LayerDescription], _ data: PreparedData, loss: String = "squared-error", rate: Float = 0.05,
    initialValues: [String: [Float]] = [:]
  ) throws(SetupError) -> TrainingSetup {
    try TrainingSetup(
      TrainingConfiguration(
        model: ModelDescription(inputShape: data.train.exampleShape, layers: layers, loss: loss),
        optimizer: OptimizerDescription("sgd"), learningRate: rate, batchSize: 4, seed: 7,
        initialValues: initialValues),
      data: data)
  }

  private func convolution(kernels: Int = 1, size: Int = 3) -> LayerDescription {
    LayerDescription(type: "convolution", name: "filter", settings: ["kernels": "\(kernels)", "size": "\(size)"])
  }

  @Test func aKernelLearnsAFilterAsInPyTorch() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "ReferenceValues/learned_filter.json")
    let reference = try #require(try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases.first)
    let filter = try #require(ImageFilterCatalog.filter(named: reference.name))
    let data = data(Tensor(Shape(reference.x.shape), reference.x.values), filter)
    let setup = try setup(
      [convolution()], data, rate: reference.rate,
      initialValues: ["filter.kernel": reference.kernel.values, "filter.bias": [0]])
    let timeline = try Timeline(setup)
    for loss in reference.losses {
      timeline.run(iterations: 1)
      #expect(abs(timeline.machine.loss - loss) <= 2e-6 * loss, "\(timeline.machine.loss) for \(loss)")
    }
    let slot = try #require(timeline.machine.program.slot(named: "filter.kernel"))
    for (ours, theirs) in zip(timeline.machine.bound.view(of: slot.id).values, reference.learned.values) {
      #expect(abs(ours - theirs) <= 4e-6, "\(ours) for \(theirs)")
    }
    // R² is over all pixels of all pictures.
    let predictor = try Predictor(setup)
    predictor.adopt(timeline.machine)
    let score = try #require(predictor.score(data.train))
    #expect(abs(score.metric - reference.r_squared) < 1e-5)
  }

  @Test func aDenseLayerOfAsManyUnitsWillDo() throws {
    let filter = try #require(ImageFilterCatalog.filter(named: "blur"))
    let data = data(Tensor([2, 1, 5, 6], (0..<60).map { Float($0 % 7) / 7 }), filter)
    let setup = try setup([.dense("output", units: 12)], data)
    let timeline = try Timeline(setup)
    timeline.run(iterations: 1)
    let before = timeline.machine.loss
    timeline.run(iterations: 50)
    #expect(timeline.machine.loss < before / 2)
  }

  @Test func whatDoesNotFitIsSaid() throws {
    let filter = try #require(ImageFilterCatalog.filter(named: "blur"))
    let data = data(Tensor([2, 1, 5, 6], repeating: 0.5), filter)
    let shapes = #expect(throws: SetupError.self) { try setup([convolution(size: 2)], data) }
    #expect(
      shapes?.description
        == "the network gives 1×4×5 for a sample, needed 1×3×4: the picture as its filter makes it")
    #expect(throws: SetupError.picturesDoNotFit(found: [2, 3, 4], needed: [1, 3, 4])) {
      try setup([convolution(kernels: 2)], data)
    }
    #expect(throws: SetupError.picturesDoNotFit(found: [11], needed: [1, 3, 4])) {
      try setup([.dense("output", units: 11)], data)
    }
    for loss in ["softmax-cross-entropy", "binary-cross-entropy"] {
      let error = #expect(throws: SetupError.self) { try setup([convolution()], data, loss: loss) }
      #expect(error == .lossDoesNotFit(loss, "pictures to predict", suggestion: "squared-error"))
    }
  }
}
