public import TensorMath

/// y[n, o, i, j] = b[o] + Σ over channels c and taps (p, q) of x[n, c, i·stride + p − padding, j·stride + q − padding] ·
/// K[o, c, p, q]: a window slides over the image, and each place gives one weighted sum. As everywhere in deep
/// learning the kernel is not flipped, so that mathematicians call it a cross-correlation (Goodfellow, Bengio and
/// Courville 2016, "Deep Learning", section 9.1).
///
/// x [batch, in channels, height, width], K [out channels, in channels, height, width], b [out channels],
/// y [batch, out channels, places down, places across]. Padding is 0, and a tap that falls on it adds no term.
public struct Convolution: Operation {
  public static let name = "convolution"
  public var inputNames: [String] { hasBias ? ["x", "K", "b"] : ["x", "K"] }
  /// Pixels from one place of the window to the next.
  public let stride: Int
  /// Rows and columns of zeros on each side of the image.
  public let padding: Int
  /// Whether b is there: a batch normalization behind it would take any constant away again.
  public let hasBias: Bool

  public init(stride: Int = 1, padding: Int = 0, hasBias: Bool = true) {
    self.stride = stride
    self.padding = padding
    self.hasBias = hasBias
  }

  /// The window that slides over the image, given the kernel's shape.
  public func window(height: Int, width: Int) -> Window {
    Window(height: height, width: width, stride: stride, padding: padding)
  }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == inputNames.count, inputs[0].rank == 4, inputs[1].rank == 4,
      inputs[0].dimensions[1] == inputs[1].dimensions[1], !hasBias || inputs[2] == [inputs[1].dimensions[0]]
    else {
      throw ShapeError(
        name, found: inputs,
        needed: "batch×channels×height×width and kernels×channels×height×width"
          + (hasBias ? ", and a bias for each kernel" : ""))
    }
    let (image, kernel) = (inputs[0].dimensions, inputs[1].dimensions)
    let window = window(height: kernel[2], width: kernel[3])
    return [Shape([image[0], kernel[0]] + (try window.placesOrError(on: inputs[0], for: name)))]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    Kernels.convolution(
      inputs[0], inputs[1], bias: hasBias ? inputs[2] : nil, stride: stride, padding: padding, into: y)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] {
      Kernels.convolutionInputGradient(upstream, inputs[1], stride: stride, padding: padding, into: x)
    }
    if let kernel = gradients[1] {
      Kernels.convolutionKernelGradient(inputs[0], upstream, stride: stride, padding: padding, into: kernel)
    }
    if hasBias, let bias = gradients[2] { Kernels.sumChannels(upstream, into: bias) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (x, kernel) = (inputs[0], inputs[1])
    let (n, o, i, j) = outputs[0].indices(of: cell)
    let taps = taps(at: i, j, of: kernel, on: x)
    var terms: [Term] = []
    terms.reserveCapacity(kernel.size(ofAxis: 1) * taps.count + 1)
    for c in 0..<kernel.size(ofAxis: 1) {
      for (p, q, row, column) in taps {
        let (pixel, tap) = (x.cell(n, c, row, column), kernel.cell(o, c, p, q))
        terms.append(Term(Factor(.input(0, cell: pixel), x[pixel]), Factor(.input(1, cell: tap), kernel[tap])))
      }
    }
    if hasBias { terms.append(Term(Factor(.input(2, cell: o), inputs[2][o]))) }
    if terms.isEmpty { terms.append(Term(.constant("0", 0))) }
    return Expansion(terms)
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    switch input {
    case 0: imageGradient(at: cell, inputs[0], inputs[1], upstream)
    case 1: kernelGradient(at: cell, inputs[0], inputs[1], upstream)
    default:  // ∂b[o] = Σ over images and places of ∂y[n, o, i, j]
      Expansion(
        upstream.cells(ofChannel: cell).map { Term(Factor(.upstream(cell: $0), upstream[$0])) })
    }
  }

  /// ∂x[n, c, row, column] = Σ over the kernels and the windows that cover the pixel of ∂y · K: the kernel runs over
  /// ∂y flipped, since the window that starts further left has the pixel further right.
  private func imageGradient(at cell: Int, _ x: View, _ kernel: View, _ upstream: View) -> Expansion {
    let (n, c, row, column) = x.indices(of: cell)
    let window = window(height: kernel.size(ofAxis: 2), width: kernel.size(ofAxis: 3))
    let down = window.covering(pixel: row, size: window.height, places: upstream.size(ofAxis: 2))
    let across = window.covering(pixel: column, size: window.width, places: upstream.size(ofAxis: 3))
    var terms: [Term] = []
    terms.reserveCapacity(kernel.size(ofAxis: 0) * down.count * across.count)
    for o in 0..<kernel.size(ofAxis: 0) {
      for (i, p) in down {
        for (j, q) in across {
          let (arriving, tap) = (upstream.cell(n, o, i, j), kernel.cell(o, c, p, q))
          terms.append(
            Term(Factor(.upstream(cell: arriving), upstream[arriving]), Factor(.input(1, cell: tap), kernel[tap])))
        }
      }
    }
    return Expansion(terms.isEmpty ? [Term(.constant("0", 0))] : terms)
  }

  /// ∂K[o, c, p, q] = Σ over images and places of x · ∂y: what the tap saw at each place of the window, times the
  /// gradient that arrived there.
  private func kernelGradient(at cell: Int, _ x: View, _ kernel: View, _ upstream: View) -> Expansion {
    let (o, c, p, q) = kernel.indices(of: cell)
    let window = window(height: kernel.size(ofAxis: 2), width: kernel.size(ofAxis: 3))
    var terms: [Term] = []
    terms.reserveCapacity(x.size(ofAxis: 0) * upstream.size(ofAxis: 2) * upstream.size(ofAxis: 3))
    for n in 0..<x.size(ofAxis: 0) {
      for i in 0..<upstream.size(ofAxis: 2) {
        let row = window.pixel(place: i, tap: p)
        guard row >= 0, row < x.size(ofAxis: 2) else { continue }
        for j in 0..<upstream.size(ofAxis: 3) {
          let column = window.pixel(place: j, tap: q)
          guard column >= 0, column < x.size(ofAxis: 3) else { continue }
          let (pixel, arriving) = (x.cell(n, c, row, column), upstream.cell(n, o, i, j))
          terms.append(
            Term(Factor(.input(0, cell: pixel), x[pixel]), Factor(.upstream(cell: arriving), upstream[arriving])))
        }
      }
    }
    return Expansion(terms.isEmpty ? [Term(.constant("0", 0))] : terms)
  }

  /// The taps of the window at a place that lie on the image, with the pixel under each.
  private func taps(
    at i: Int, _ j: Int, of kernel: View, on x: View
  ) -> [(p: Int, q: Int, row: Int, column: Int)] {
    let window = window(height: kernel.size(ofAxis: 2), width: kernel.size(ofAxis: 3))
    return window.taps(at: i, j, onHeight: x.size(ofAxis: 2), width: x.size(ofAxis: 3))
  }

  public var formulas: OperationFormulas {
    let pixel = "x[n, c, \(place("i")) + p, \(place("j")) + q]"
    return OperationFormulas(
      forward: "y[n, o, i, j] = Σ \(pixel) · K[o, c, p, q]" + (hasBias ? " + b[o]" : ""),
      backward: [
        "∂x = Σ ∂y · K, the kernel flipped",
        "∂K[o, c, p, q] = Σ \(pixel) · ∂y[n, o, i, j]",
      ] + (hasBias ? ["∂b[o] = Σ ∂y[n, o, i, j]"] : []),
      meaning: BilingualText(
        "One small window slides over the image; at every place the same weights give one sum, which says how much the spot looks like the kernel.",
        zh: "一个小窗口在图像上滑动；每个位置都用同一组权重求一个和，表示这里有多像卷积核。"),
      gradientMeaning: BilingualText(
        "Every place that used a weight has its say in that weight's gradient; a pixel hears from every window that covered it.",
        zh: "用过某个权重的每个位置都对它的梯度有一份贡献；每个像素则收到盖住过它的所有窗口传回的梯度。"))
  }

  private func place(_ index: String) -> String {
    (stride == 1 ? index : "\(stride)\(index)") + (padding == 0 ? "" : " − \(padding)")
  }

  public static var examples: [OperationExample] {
    let x = exampleImage([2, 2, 4, 3])
    let kernel = Tensor([2, 2, 2, 2], (0..<16).map { Float(($0 * 5) % 9 - 4) / 5 })
    let bias = Tensor([2], [0.1, -0.3])
    return [
      OperationExample(Convolution(), [x, kernel, bias]),
      OperationExample(Convolution(stride: 2, padding: 1), [x, kernel, bias]),
      OperationExample(Convolution(padding: 1, hasBias: false), [x, kernel]),
    ]
  }

  /// An image without equal pixels, the same every time.
  static func exampleImage(_ shape: Shape) -> Tensor {
    Tensor(shape, (0..<shape.count).map { Float(($0 * 37) % 101) / 40 - 1.2 })
  }
}
