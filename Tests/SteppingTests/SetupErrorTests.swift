import Datasets
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Configurations that their data cannot be trained with: each says so in a sentence.
@Suite struct SetupErrorTests {
  private func sentence(_ body: () throws -> TrainingSetup) -> String {
    do {
      _ = try body()
      return ""
    } catch { return "\(error)" }
  }

  private func iris(_ units: Int, _ loss: String, batch: Int = 32, rate: Float = 0.1, _ optimizer: String = "sgd")
    throws
    -> TrainingSetup
  {
    try Setups.setup(
      [("output", units, "linear")], loss, Setups.prepared(DataSelection(dataset: "iris", seed: 1)), optimizer, rate,
      batch: batch)
  }

  private func plane(_ units: Int, _ loss: String) throws -> TrainingSetup {
    try Setups.setup(
      [("output", units, "linear")], loss, Setups.prepared(DataSelection(dataset: "plane", count: 20, seed: 1)), "sgd",
      0.1, batch: 8)
  }

  @Test func lossesHaveToFitTheData() {
    #expect(
      sentence { try iris(3, "squared-error") }
        == "the loss squared-error does not fit data with 3 classes; use softmax-cross-entropy")
    #expect(
      sentence { try plane(3, "softmax-cross-entropy") }
        == "the loss softmax-cross-entropy does not fit data with a number to predict; use squared-error")
    #expect(sentence { try plane(1, "binary-cross-entropy") }.hasSuffix("use squared-error"))
  }

  @Test func outputsHaveToFitTheLoss() {
    #expect(
      sentence { try iris(4, "softmax-cross-entropy") }
        == "the last layer has 4 units, needed 3 (one for each class)")
    #expect(sentence { try plane(2, "squared-error") } == "the last layer has 2 units, needed 1 (squared-error)")
  }

  @Test func numbersAreChecked() {
    for rate in [-1, .nan, .infinity] as [Float] {
      #expect(sentence { try iris(3, "softmax-cross-entropy", rate: rate) }.hasPrefix("learning rate: found "))
    }
    #expect(
      sentence { try iris(3, "softmax-cross-entropy", batch: 0) } == "batch size: found 0, needed at least 1")
    #expect(sentence { try iris(3, "softmax-cross-entropy", "adamm") }.hasSuffix("did you mean \"adam\"?"))
    #expect(sentence { try iris(3, "softmax-crossentropy") }.hasSuffix("did you mean \"softmax-cross-entropy\"?"))
  }

  @Test func absurdSizesAreRefused() {
    let found = sentence {
      try Setups.setup(
        [("a", 60_000, "relu"), ("b", 60_000, "relu"), ("output", 3, "linear")], "softmax-cross-entropy",
        Setups.prepared(DataSelection(dataset: "iris", seed: 1)), "adam", 0.1, batch: 32)
    }
    #expect(found.hasPrefix("this network and batch need ") && found.contains("allowed are 1024 MiB"), "\(found)")
  }

  @Test func prescribedWeightsAreCheckedByNameAndCount() throws {
    let setup = try Setups.xor()
    func with(_ values: [String: [Float]]) -> String {
      var configuration = setup.configuration
      configuration.initialValues = values
      return sentence { try TrainingSetup(configuration, data: setup.data) }
    }
    #expect(with(["hidden1.weigth": [1]]).hasSuffix("did you mean \"hidden1.weight\"?"))
    #expect(
      with(["hidden1.weight": [1, 2, 3]])
        == "initial values of hidden1.weight: found 3 numbers, needed 8, for the shape 2×4")
    var configuration = setup.configuration
    configuration.initialValues = ["hidden1.bias": [1, 2, 3, 4]]
    let timeline = try Timeline(TrainingSetup(configuration, data: setup.data))
    #expect(timeline.values("hidden1.bias") == [1, 2, 3, 4])
  }
}
