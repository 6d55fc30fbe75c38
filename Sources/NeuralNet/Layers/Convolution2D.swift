public import Autodiff
public import TensorMath

/// Kernels that slide over images: each makes one map, then an activation.
/// x [batch, channels, height, width], kernel [kernels, channels, size, size], bias [kernels] unless `bias: false`,
/// output [batch, kernels, places down, places across].
public struct Convolution2D: Layer {
  public static let name = "convolution"
  public static let settings =
    [
      LayerSetting("kernels"), LayerSetting("size", default: "3"), LayerSetting("stride", default: "1"),
      LayerSetting("padding", default: "0"),
    ] + ActivationCatalog.settings + [
      LayerSetting("initialization", default: "he"), BiasSetting.setting,
    ]
  public static let takesImages = true

  /// More than this is taken for a slip of the keyboard.
  public static let largestKernels = 4096

  public let kernels: Int
  public let window: Window
  public let activation: (any Operation)?
  public let initializer: any Initializer
  public let hasBias: Bool

  public init(_ settings: [String: String]) throws(SettingError) {
    kernels = try LayerSettings.number(settings, "kernels", 1...Convolution2D.largestKernels)
    window = try WindowSettings.window(settings)
    activation = try ActivationCatalog.operation(in: settings)
    initializer = try InitializerCatalog.initializer(named: settings["initialization"] ?? "he")
    hasBias = try BiasSetting.value(in: settings)
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    guard input.shape.rank == 4 else {
      throw ShapeError(Self.name, found: [input.shape], needed: "images: batch×channels×height×width")
    }
    let channels = input.shape.dimensions[1]
    let area = window.height * window.width
    let (fanIn, fanOut) = (channels * area, kernels * area)
    let kernel = network.parameter(
      "\(name).kernel", [kernels, channels, window.height, window.width], initializer, fanIn: fanIn, fanOut: fanOut)
    var operands = [input, kernel]
    if hasBias {
      operands.append(
        network.parameter("\(name).bias", [kernels], ZeroInitializer(), fanIn: fanIn, fanOut: fanOut))
    }
    let sums = try network.program.apply(
      Convolution(stride: window.stride, padding: window.padding, hasBias: hasBias), operands,
      named: [activation == nil ? "\(name).output" : "\(name).sum"])[0]
    guard let activation else { return sums }
    return try network.program.apply(activation, sums, named: "\(name).output")
  }
}
