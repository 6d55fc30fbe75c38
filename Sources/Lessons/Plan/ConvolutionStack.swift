import NeuralNet
import Stepping

/// The layers of a convolutional network by what they are for: blocks, each a convolution with its normalization,
/// pooling and dropout behind it, and around them what stands before the first and behind the last.
struct ConvolutionStack {
  struct Block {
    var convolution: LayerDescription
    /// What follows it, up to the next convolution.
    var followers: [LayerDescription] = []

    var pooling: LayerDescription? { followers.first { $0.type == Pooling.name } }
    var layers: [LayerDescription] { [convolution] + followers }
  }

  var before: [LayerDescription] = []
  var blocks: [Block] = []
  /// From the first layer on that is no longer about maps: the dense layers, or what leads to them.
  var after: [LayerDescription] = []

  private static let followerTypes = [Pooling.name, BatchNormalization.name, Dropout.name]

  init(_ model: ModelDescription) {
    for layer in model.layers {
      if !after.isEmpty {
        after.append(layer)
      } else if layer.type == Convolution2D.name {
        blocks.append(Block(convolution: layer))
      } else if blocks.isEmpty, Self.followerTypes.contains(layer.type) {
        before.append(layer)
      } else if Self.followerTypes.contains(layer.type) {
        blocks[blocks.count - 1].followers.append(layer)
      } else {
        after.append(layer)
      }
    }
    // Without a convolution there are no maps to pool.
    if blocks.isEmpty { (before, after) = ([], model.layers) }
  }

  var layers: [LayerDescription] { before + blocks.flatMap(\.layers) + after }

  /// A name that no layer has: `conv3`, or the next number that is free.
  func freeName(_ stem: String, from number: Int) -> String {
    let taken = Set(layers.map(\.name))
    var number = number
    while taken.contains("\(stem)\(number)") { number += 1 }
    return "\(stem)\(number)"
  }

  /// How many pixels the maps behind the last block have to a side, for images of `side` pixels; nil where a window
  /// does not fit.
  func side(after side: Int) -> Int? {
    var now = side
    for layer in blocks.flatMap(\.layers) where layer.type == Convolution2D.name || layer.type == Pooling.name {
      let size = Int(layer.settings["size"] ?? (layer.type == Pooling.name ? "2" : "3")) ?? 1
      let stride = Int(layer.settings["stride"] ?? "") ?? (layer.type == Pooling.name ? size : 1)
      let padding = Int(layer.settings["padding"] ?? "0") ?? 0
      guard stride > 0, now + 2 * padding >= size else { return nil }
      now = (now + 2 * padding - size) / stride + 1
    }
    return now
  }
}

extension LessonPlan {
  /// The plan with other layers. First weights that a lesson prescribes are for its own shapes, and go.
  func replacingLayers(_ stack: ConvolutionStack) -> LessonPlan {
    var changed = self
    changed.configuration.model.layers = stack.layers
    if changed != self { changed.configuration.initialValues = [:] }
    return changed
  }
}
