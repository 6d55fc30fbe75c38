import Autodiff
import Datasets
import NeuralNet
import Stepping
import TensorMath

/// Knobs of convolutional networks: how many convolutions, and their windows. A window that does not fit the image is
/// refused when the network is built, with what was found and needed.
enum ConvolutionKnobs {
  static let all = [layers, kernels(), kernelSize, stride, padding, pool, poolSize, kernel]

  // MARK: How many

  static let layerScale = CountScale(0...4, .step(1))

  static let layers = Knob(
    name: "convolution-layers", title: BilingualText("Convolution layers", zh: "卷积层数"), symbol: "",
    kind: .count(layerScale), effect: .structure,
    availability: { plan in
      let stack = ConvolutionStack(plan.configuration.model)
      return !stack.after.isEmpty && (!stack.blocks.isEmpty || plan.imageSide != nil)
    },
    read: { String(ConvolutionStack($0.configuration.model).blocks.count) },
    write: { (text, plan) throws(SettingError) in
      let count = try layerScale.number(text, of: "convolution-layers")
      var stack = ConvolutionStack(plan.configuration.model)
      while stack.blocks.count > count { stack.blocks.removeLast() }
      while stack.blocks.count < count { stack.blocks.append(newBlock(behind: stack, in: plan)) }
      return plan.replacingLayers(stack)
    })

  /// Maps smaller than this are not pooled any more.
  private static let smallestPooled = 4

  /// Like the last one, and so that it fits: its window keeps the size of the maps, and it is pooled while they are
  /// large enough.
  private static func newBlock(behind stack: ConvolutionStack, in plan: LessonPlan) -> ConvolutionStack.Block {
    var block = ConvolutionStack.Block(
      convolution: stack.blocks.last?.convolution
        ?? LayerDescription(
          type: Convolution2D.name, name: "", settings: ["kernels": "8", "size": "3", "activation": "relu"]))
    let number = stack.blocks.count + 1
    block.convolution.name = stack.freeName("conv", from: number)
    let size = Int(block.convolution.settings["size"] ?? "3") ?? 3
    block.convolution.settings["size"] = size % 2 == 1 ? String(size) : "3"
    block.convolution.settings["padding"] = size % 2 == 1 ? String((size - 1) / 2) : "1"
    block.convolution.settings["stride"] = "1"
    if var normalization = stack.blocks.last?.followers.first(where: { $0.type == BatchNormalization.name }) {
      normalization.name = stack.freeName("norm", from: number)
      block.followers.append(normalization)
    }
    let isLargeEnough = plan.imageSide.flatMap { stack.side(after: $0) }.map { $0 >= smallestPooled } ?? false
    if isLargeEnough, stack.blocks.isEmpty || stack.blocks.contains(where: { $0.pooling != nil }) {
      block.followers.append(newPooling(stack.blocks.compactMap(\.pooling).last, stack, number))
    }
    return block
  }

  private static func newPooling(
    _ model: LayerDescription?, _ stack: ConvolutionStack, _ number: Int
  ) -> LayerDescription {
    LayerDescription(
      type: Pooling.name, name: stack.freeName("pool", from: number),
      settings: ["kind": model?.settings["kind"] ?? "max", "size": "2"])
  }

  // MARK: Kernels and windows

  private static let kernelScale = CountScale(1...256, .step(1))

  /// One knob for each convolution, where there are several.
  static func kernelsByLayer(in plan: LessonPlan) -> [Knob] {
    let count = ConvolutionStack(plan.configuration.model).blocks.count
    return count > 1 ? (1...count).map { kernels(layer: $0) } : []
  }

  /// - Parameter layer: which convolution, from 1 on; nil for all.
  private static func kernels(layer: Int? = nil) -> Knob {
    let title =
      layer.map { BilingualText("Kernels of convolution \($0)", zh: "第 \($0) 个卷积层的卷积核数") }
      ?? BilingualText("Kernels per convolution", zh: "每层卷积核数")
    return windowKnob(
      layer.map { "kernels-\($0)" } ?? "kernels", title, setting: "kernels", default: "", kernelScale, layer: layer)
  }

  static let kernelSize = windowKnob(
    "kernel-size", BilingualText("Size of kernels", zh: "卷积核大小"), setting: "size", default: "3",
    CountScale(1...11, .step(1)))

  static let stride = windowKnob(
    "stride", BilingualText("Stride of convolutions", zh: "卷积步长"), setting: "stride", default: "1",
    CountScale(1...4, .step(1)))

  static let padding = windowKnob(
    "padding", BilingualText("Padding of convolutions", zh: "卷积填充"), setting: "padding", default: "0",
    CountScale(0...5, .step(1)))

  private static func windowKnob(
    _ name: String, _ title: BilingualText, setting: String, default usual: String, _ scale: CountScale,
    layer: Int? = nil
  ) -> Knob {
    Knob(
      name: name, title: title, symbol: "", kind: .count(scale), effect: .structure,
      availability: { !ConvolutionStack($0.configuration.model).blocks.isEmpty },
      read: { plan in
        let blocks = ConvolutionStack(plan.configuration.model).blocks
        return blocks[layer.map { $0 - 1 } ?? 0].convolution.settings[setting] ?? usual
      },
      write: { (text, plan) throws(SettingError) in
        let number = try scale.number(text, of: name)
        var stack = ConvolutionStack(plan.configuration.model)
        // In a network that gives pictures the last convolution's kernels are its outputs.
        let given = stack.after.isEmpty && setting == "kernels" ? stack.blocks.count - 1 : nil
        for index in stack.blocks.indices where (layer.map { $0 - 1 == index } ?? true) && index != given {
          let convolution = stack.blocks[index].convolution
          // A padding that keeps the size of the maps goes on to do so.
          if setting == "size", let old = Int(convolution.settings["size"] ?? "3"), old % 2 == 1, number % 2 == 1,
            convolution.settings["padding"] ?? "0" == String((old - 1) / 2)
          {
            stack.blocks[index].convolution.settings["padding"] = String((number - 1) / 2)
          }
          stack.blocks[index].convolution.settings[setting] = String(number)
          _ = try LayerCatalog.layer(stack.blocks[index].convolution)
        }
        return plan.replacingLayers(stack)
      })
  }

  // MARK: Pooling

  private static let poolKinds = ["max", "average", "strided", "none"]

  /// How maps become smaller: by a pooling, by convolutions that take two pixels at a step, or not at all.
  static let pool = Knob(
    name: "pool", title: BilingualText("Pooling", zh: "池化"), symbol: "", kind: .choice { _ in poolKinds },
    effect: .structure,
    availability: { plan in
      let stack = ConvolutionStack(plan.configuration.model)
      return !stack.blocks.isEmpty && !stack.after.isEmpty
    },
    read: { plan in
      let blocks = ConvolutionStack(plan.configuration.model).blocks
      if let pooling = blocks.compactMap(\.pooling).first { return pooling.settings["kind"] ?? "max" }
      return blocks.contains { $0.convolution.settings["stride"] ?? "1" != "1" } ? "strided" : "none"
    },
    write: { (text, plan) throws(SettingError) in
      guard poolKinds.contains(text) else { throw SettingError("pool", unknown: text, known: poolKinds) }
      var stack = ConvolutionStack(plan.configuration.model)
      let hasPooling = stack.blocks.contains { $0.pooling != nil }
      let wasStrided = !hasPooling && stack.blocks.contains { $0.convolution.settings["stride"] ?? "1" != "1" }
      for index in stack.blocks.indices {
        let isPooled = stack.blocks[index].pooling != nil
        let isStrided = wasStrided && stack.blocks[index].convolution.settings["stride"] ?? "1" != "1"
        switch text {
        case "none", "strided":
          stack.blocks[index].followers.removeAll { $0.type == Pooling.name }
          if text == "none" { if isStrided { stack.blocks[index].convolution.settings["stride"] = "1" } }
          // Blocks that were pooled step on by two, and all of them where none was.
          if text == "strided", isPooled || !hasPooling && !wasStrided {
            stack.blocks[index].convolution.settings["stride"] = "2"
          }
        default:
          if isStrided { stack.blocks[index].convolution.settings["stride"] = "1" }
          if isPooled {
            for place in stack.blocks[index].followers.indices
            where stack.blocks[index].followers[place].type == Pooling.name {
              stack.blocks[index].followers[place].settings["kind"] = text
            }
          } else if !hasPooling, !wasStrided || isStrided {
            var made = newPooling(nil, stack, index + 1)
            made.settings["kind"] = text
            let place = stack.blocks[index].followers.firstIndex { $0.type == Dropout.name }
            stack.blocks[index].followers.insert(made, at: place ?? stack.blocks[index].followers.count)
          }
        }
      }
      return plan.replacingLayers(stack)
    })

  private static let poolScale = CountScale(1...8, .step(1))

  static let poolSize = Knob(
    name: "pool-size", title: BilingualText("Size of pooling", zh: "池化大小"), symbol: "", kind: .count(poolScale),
    effect: .structure,
    availability: { ConvolutionStack($0.configuration.model).blocks.contains { $0.pooling != nil } },
    read: { plan in
      ConvolutionStack(plan.configuration.model).blocks.compactMap(\.pooling).first?.settings["size"] ?? "2"
    },
    write: { (text, plan) throws(SettingError) in
      let size = try poolScale.number(text, of: "pool-size")
      var stack = ConvolutionStack(plan.configuration.model)
      for index in stack.blocks.indices {
        for place in stack.blocks[index].followers.indices
        where stack.blocks[index].followers[place].type == Pooling.name {
          stack.blocks[index].followers[place].settings["size"] = String(size)
          stack.blocks[index].followers[place].settings["stride"] = "size"
        }
      }
      return plan.replacingLayers(stack)
    })

  // MARK: First kernels

  private static let randomKernel = "random"

  /// What the kernels of the first convolution begin as: a filter that has a name, or as the initializer draws them.
  static let kernel = Knob(
    name: "kernel", title: BilingualText("First kernel", zh: "初始卷积核"), symbol: "K",
    kind: .choice { _ in [randomKernel] + ImageFilterCatalog.names }, effect: .structure,
    availability: { plan in
      // Behind other layers a kernel has as many channels as they give.
      plan.configuration.model.layers.first?.type == Convolution2D.name
    },
    read: { plan in
      guard let first = plan.configuration.model.layers.first,
        let values = plan.configuration.initialValues["\(first.name).kernel"]
      else { return randomKernel }
      return ImageFilterCatalog.all.first { $0.tensor.values.elementsEqual(values.prefix(9)) }?.name ?? randomKernel
    },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      guard let first = plan.configuration.model.layers.first else { return plan }
      let name = "\(first.name).kernel"
      if text == randomKernel {
        changed.configuration.initialValues[name] = nil
        return changed
      }
      guard let filter = ImageFilterCatalog.filter(named: text) else {
        throw SettingError("kernel", unknown: text, known: [randomKernel] + ImageFilterCatalog.names)
      }
      let (size, kernels) = (first.settings["size"] ?? "3", Int(first.settings["kernels"] ?? "") ?? 1)
      guard size == String(ImageFilter.side) || size == "\(ImageFilter.side)x\(ImageFilter.side)" else {
        throw SettingError(
          "kernel", found: "\(text), which is 3×3, for kernels of size \(size)", needed: "kernel-size 3",
          zh: " kernel-size 3")
      }
      changed.configuration.initialValues[name] = (0..<kernels).flatMap { _ in filter.tensor.values }
      return changed
    })
}

extension LessonPlan {
  /// How many pixels the images have to a side, where the catalog knows that; nil for anything else.
  var imageSide: Int? {
    switch try? catalogEntry().origin {
    case .images(let files): files.side
    case .photographs: data.imageSize ?? DataSelection.usualImageSize
    case .table, .series, .points, .words, .sequences, .texts, nil: nil
    }
  }
}
