import Autodiff
import Datasets
import Foundation
import NeuralNet
import Stepping
import TensorMath
import Testing

/// PyTorch's gradients of every class's output with respect to the pixels: `ReferenceValues/saliency.json`.
struct SaliencyReference: Decodable, CustomStringConvertible {
  struct Numbers: Decodable {
    let name: String?
    let shape: [Int]
    let values: [Float]
  }

  struct LayerText: Decodable {
    let type: String
    let name: String
    let settings: [String: String]
  }

  let name: String
  let layers: [LayerText]
  let image: Numbers
  let start: [Numbers]
  let outputs: Numbers
  let probabilities: Numbers
  /// [classes, channels, height, width]
  let gradients: Numbers

  var description: String { name }
  var classCount: Int { outputs.values.count }

  private struct File: Decodable { let cases: [SaliencyReference] }

  static let all: [SaliencyReference] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/saliency.json")
    return (try? JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases) ?? []
  }()

  func setup() throws -> TrainingSetup {
    let count = image.values.count
    let data = Dataset(
      name: name, inputs: Tensor(Shape([2] + image.shape), image.values + image.values), targets: Tensor([2], [0, 1]),
      featureNames: (0..<count).map { "pixel\($0)" },
      task: .classification(classNames: (0..<classCount).map { "class\($0)" }), source: "test")
    let model = ModelDescription(
      inputShape: Shape(image.shape),
      layers: layers.map { LayerDescription(type: $0.type, name: $0.name, settings: $0.settings) },
      loss: "softmax-cross-entropy")
    return try TrainingSetup(
      TrainingConfiguration(
        model: model, learningRate: 0.1, batchSize: 2, shuffles: false,
        initialValues: Dictionary(uniqueKeysWithValues: start.map { ($0.name ?? "", $0.values) })),
      data: PreparedData(inOrder: data))
  }
}

/// What a picture looks like from inside: probabilities, maps, and which pixels matter.
@Suite struct SaliencyTests {
  @Test func thereAreReferenceValues() {
    #expect(SaliencyReference.all.count == 3)
  }

  @Test(arguments: SaliencyReference.all) func agreesWithPyTorch(_ reference: SaliencyReference) throws {
    let timeline = try Timeline(reference.setup())
    let count = reference.image.values.count
    for index in 0..<reference.classCount {
      let answer = try #require(
        timeline.examination(ImageRequest(pixels: reference.image.values, classIndex: index)))
      #expect(answer.classIndex == index)
      #expect(abs(answer.output - reference.outputs.values[index]) < 1e-5)
      for (ours, theirs) in zip(answer.probabilities, reference.probabilities.values) {
        #expect(abs(ours - theirs) < 1e-6)
      }
      let expected = reference.gradients.values[index * count..<(index + 1) * count]
      #expect(answer.saliency.count == count && expected.contains { abs($0) > 0.1 })
      for (ours, theirs) in zip(answer.saliency, expected) {
        #expect(abs(ours - theirs) < 1e-6 + 2e-6 * abs(theirs), "class \(index)")
      }
    }
  }

  /// Without a class, the predicted one is followed back.
  @Test(arguments: SaliencyReference.all) func thePredictedClassIsTheUsualOne(_ reference: SaliencyReference) throws {
    let timeline = try Timeline(reference.setup())
    let answer = try #require(timeline.examination(ImageRequest(pixels: reference.image.values)))
    let best = reference.outputs.values.indices.max { reference.outputs.values[$0] < reference.outputs.values[$1] }
    #expect(answer.predicted == best && answer.classIndex == best)
    let same = timeline.examination(ImageRequest(pixels: reference.image.values, classIndex: best))
    #expect(answer.saliency == same?.saliency)
  }

  /// The slope that a nudge of each pixel finds, on a network that has learned something.
  @Test func agreesWithCentralDifferences() throws {
    let timeline = try Timeline(Setups.digits())
    timeline.run(iterations: 60)
    let pixels = Array(timeline.setup.data.test.example(3))
    let answer = try #require(timeline.examination(ImageRequest(pixels: pixels)))
    let step: Float = 1e-2
    var agreeing = 0
    for cell in pixels.indices {
      func output(_ change: Float) throws -> Double {
        var nudged = pixels
        nudged[cell] += change
        let request = ImageRequest(pixels: nudged, classIndex: answer.classIndex)
        return Double(try #require(timeline.examination(request)).output)
      }
      let slope = (try output(step) - output(-step)) / Double(2 * step)
      if abs(slope - Double(answer.saliency[cell])) < 2e-3 + 1e-2 * abs(slope) { agreeing += 1 }
    }
    // Where a nudge takes another pixel past a ReLU's corner or another winner in a pool, the slope is another.
    #expect(agreeing >= pixels.count * 3 / 4, "\(agreeing) of \(pixels.count)")
    #expect(answer.saliency.contains { abs($0) > 0.1 })
  }

  @Test func mapsAreThoseOfTheRun() throws {
    let timeline = try Timeline(Setups.digits())
    timeline.run(iterations: 5)
    timeline.step(.phase)
    timeline.step(.phase)
    let sample = timeline.machine.batchSamples[0]
    let pixels = Array(timeline.setup.data.train.example(Int(sample)))
    let answer = try #require(timeline.examination(ImageRequest(pixels: pixels)))
    #expect(answer.maps.map(\.name) == ["conv1.output", "pool1.output", "conv2.output", "pool2.output"])
    #expect(answer.maps.map(\.shape) == [[4, 8, 8], [4, 4, 4], [6, 4, 4], [6, 2, 2]])
    for maps in answer.maps {
      let ofBatch = timeline.values(maps.name)
      for (ours, theirs) in zip(maps.values, ofBatch) { #expect(abs(ours - theirs) < 1e-6) }
      #expect(maps.map(maps.channels - 1).count == maps.values.count / maps.channels)
    }
  }

  /// One output speaks against the first class as it speaks for the second.
  @Test func oneOutputForTwoClasses() throws {
    let timeline = try Timeline(Setups.neuron())
    timeline.run(iterations: 20)
    let pixels = Array(timeline.setup.data.test.example(0))
    let first = try #require(timeline.examination(ImageRequest(pixels: pixels, classIndex: 0)))
    let second = try #require(timeline.examination(ImageRequest(pixels: pixels, classIndex: 1)))
    #expect(first.saliency == second.saliency.map { -$0 } && first.output == -second.output)
    #expect(second.saliency == timeline.values("unit.weight"))
    #expect(abs(first.probabilities.reduce(0, +) - 1) < 1e-6 && first.probabilities == second.probabilities)
  }

  @Test func otherSizesAndNumbersToPredictHaveNoAnswer() throws {
    let digits = try Timeline(Setups.digits())
    #expect(digits.examination(ImageRequest(pixels: [0, 1])) == nil)
    let clamped = digits.examination(ImageRequest(pixels: Array(repeating: 0, count: 64), classIndex: 99))
    #expect(clamped?.classIndex == 9)
    let plane = try Timeline(Setups.plane())
    #expect(plane.examination(ImageRequest(pixels: [0, 0])) == nil)
  }
}
