import Autodiff
import Datasets
import Lessons
import NeuralNet
import Stepping
import TensorMath
import Testing

/// The knobs of convolutional networks: what they do to the layers, and that what they make can be built.
struct ConvolutionKnobTests {
  private func set(_ name: String, _ value: String, _ plan: LessonPlan) throws -> LessonPlan {
    try KnobCatalog.setting(name, to: value, in: plan)
  }

  private func text(_ plan: LessonPlan) -> String {
    plan.configuration.model.layers.map { layer in
      let shown = ["kernels", "size", "stride", "padding", "kind", "activation", "bias"]
      return layer.name + shown.compactMap { key in layer.settings[key].map { " \(key) \($0)" } }.joined()
    }.joined(separator: "; ")
  }

  /// The network on images of 8×8, as a run would build it.
  private func build(_ plan: LessonPlan) throws {
    var model = plan.configuration.model
    model.inputShape = [1, 8, 8]
    _ = try ModelCompiler(model).trainingProgram(batchSize: 3, stateNames: [])
  }

  @Test func convolutionsComeAndGo() throws {
    let digits = try KnobTests.digits()
    let none = try set("convolution-layers", "0", digits)
    #expect(none.configuration.model.layers.map(\.name) == ["hidden", "output"])
    let one = try set("convolution-layers", "1", none)
    #expect(text(one).hasPrefix("conv1 kernels 8 size 3 stride 1 padding 1 activation relu; pool1 size 2 kind max; "))
    for count in 0...4 {
      let plan = try set("convolution-layers", String(count), digits)
      #expect(try KnobCatalog.knob(named: "convolution-layers", in: plan).value(in: plan) == String(count))
      #expect(Set(plan.configuration.model.layers.map(\.name)).count == plan.configuration.model.layers.count)
      try build(plan)
    }
    // The maps are 2×2 behind two poolings: nothing is left to pool.
    let four = try set("convolution-layers", "4", digits)
    #expect(four.configuration.model.layers.count { $0.type == "pooling" } == 2)
  }

  @Test func windowsAreSetForAllOrForOne() throws {
    let digits = try KnobTests.digits()
    let kernels = try set("kernels-2", "5", digits)
    #expect(kernels.configuration.model.layers.compactMap { $0.settings["kernels"] } == ["8", "5"])
    let large = try set("kernel-size", "5", digits)
    #expect(large.configuration.model.layers.compactMap { $0.settings["padding"] } == ["2", "2"], "the size is kept")
    try build(large)
    let tooLarge = try set("padding", "0", set("kernel-size", "9", digits))
    let error = #expect(throws: ModelError.self) { try build(tooLarge) }
    #expect(
      error?.description
        == "conv1: convolution needs a window that fits into the image, found a window of 9×9 on an image of 8×8")
    #expect(throws: SettingError.self) { try set("stride", "0", digits) }
  }

  @Test func poolingChangesItsKind() throws {
    let digits = try KnobTests.digits()
    for kind in ["max", "average", "strided", "none"] {
      let plan = try set("pool", kind, digits)
      #expect(try KnobCatalog.knob(named: "pool", in: plan).value(in: plan) == kind)
      try build(plan)
      let back = try set("pool", "max", plan)
      #expect(back.configuration.model.layers.count { $0.type == "pooling" } == 2, "\(kind)")
      #expect(back.configuration.model.layers.allSatisfy { $0.settings["stride"] ?? "1" == "1" }, "\(kind)")
    }
    let three = try set("pool-size", "3", digits)
    #expect(three.configuration.model.layers.filter { $0.type == "pooling" }.allSatisfy { $0.settings["size"] == "3" })
  }

  @Test func normalizationStandsBetweenSumAndActivation() throws {
    let digits = try KnobTests.digits()
    let on = try set("batch-normalization", "on", digits)
    #expect(
      on.configuration.model.layers.map(\.name) == [
        "conv1", "conv1-norm", "pool1", "conv2", "conv2-norm", "pool2", "hidden", "hidden-norm", "output",
      ])
    #expect(on.configuration.model.layers[0].settings["activation"] == nil)
    #expect(on.configuration.model.layers[0].settings["bias"] == "false")
    #expect(on.configuration.model.layers[7].settings["activation"] == "tanh")
    try build(on)
    #expect(try set("batch-normalization", "off", on) == digits)
    let other = try set("activation", "sigmoid", on)
    #expect(other.configuration.model.layers.compactMap { $0.settings["activation"] }.count { $0 == "sigmoid" } == 3)
    #expect(try set("batch-normalization", "off", other) == set("activation", "sigmoid", digits))
    try build(set("dropout", "0.3", on))
  }

  @Test func hiddenLayersAreDenseOnes() throws {
    let digits = try KnobTests.digits()
    let two = try set("hidden-layers", "2", digits)
    #expect(
      two.configuration.model.layers.map(\.name) == [
        "conv1", "pool1", "conv2", "pool2", "hidden", "hidden2", "output",
      ])
    let none = try set("hidden-layers", "0", digits)
    #expect(none.configuration.model.layers.map(\.name) == ["conv1", "pool1", "conv2", "pool2", "output"])
    #expect(try KnobCatalog.knob(named: "hidden-layers", in: digits).value(in: digits) == "1")
  }

  @Test func aFilterIsAFirstKernel() throws {
    let digits = try KnobTests.digits()
    let sobel = try set("kernel", "sobel-vertical", digits)
    let values = try #require(sobel.configuration.initialValues["conv1.kernel"])
    #expect(values.count == 72 && Array(values.prefix(9)) == [-1, 0, 1, -2, 0, 2, -1, 0, 1])
    #expect(try KnobCatalog.knob(named: "kernel", in: sobel).value(in: sobel) == "sobel-vertical")
    #expect(try set("kernel", "random", sobel) == digits)
    let error = #expect(throws: SettingError.self) {
      try set("kernel", "blur", set("kernel-size", "5", digits))
    }
    #expect(error?.description == "kernel: found blur, which is 3×3, for kernels of size 5, needed kernel-size 3")
  }
}
