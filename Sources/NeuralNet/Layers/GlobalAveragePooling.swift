public import Autodiff
import TensorMath

/// One number for each map, its mean: what follows no longer depends on the image's size (Lin, Chen and Yan 2014,
/// "Network in network", section 3.2). x [batch, channels, height, width], output [batch, channels].
public struct GlobalAveragePooling: Layer {
  public static let name = "global-average-pooling"
  public static let settings: [LayerSetting] = []
  public static let takesImages = true
  public static let hasUnits = false

  public init(_ settings: [String: String]) throws(SettingError) {}

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    guard input.shape.rank == 4 else {
      throw ShapeError(Self.name, found: [input.shape], needed: "images: batch×channels×height×width")
    }
    let (height, width) = (input.shape.dimensions[2], input.shape.dimensions[3])
    let window = Window(height: height, width: width, stride: max(height, width))
    let means = try network.program.apply(AveragePool(window), input, named: "\(name).mean")
    return try network.program.apply(Flatten(), means, named: "\(name).output")
  }
}
