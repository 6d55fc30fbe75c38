public import TensorMath

/// y = the largest number of each window, and beside it which one of the window it was: 0 is the upper left, counted
/// row by row. Of equals the first wins, as in PyTorch; padding never wins. The gradient goes to the winner alone.
/// x [batch, channels, height, width], y and winner [batch, channels, places down, places across].
public struct MaximumPool: PoolingOperation {
  public static let name = "maximum-pool"
  public let outputNames = ["y", "winner"]
  public let window: Window

  public init(_ window: Window) { self.window = window }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let shape = try pooledShape(of: inputs)
    return [shape, shape]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0], let winners = outputs[1] {
      Kernels.maximumPool(inputs[0], window, into: y, winners: winners)
    }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] {
      Kernels.maximumPoolBackward(winners: outputs[1], upstream: upstream, window, into: x)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (x, y) = (inputs[0], outputs[0])
    let winner = Int(outputs[1][cell])
    if output == 1 {
      return Expansion([Term(.constant(position(winner), Double(winner)))])
    }
    let pixels = pixels(under: cell, of: x, y)
    guard let chosen = pixels.first(where: { $0.tap == winner }) else { return Expansion([]) }
    let compared = [chosen] + pixels.filter { $0.tap != winner }
    let form = "max(" + compared.map { _ in "#" }.joined(separator: ", ") + ")"
    return Expansion([
      Term(
        Factor(
          form, compared.map { Operand(.input(0, cell: $0.pixel), Double(x[$0.pixel])) }, value: Double(x[chosen.pixel])
        )
      )
    ])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let windows = windows(over: cell, of: inputs[0], outputs[0])
    guard !windows.isEmpty else { return Expansion([Term(.constant("0", 0))]) }
    return Expansion(
      windows.map { window, tap in
        let wins = Int(outputs[1][window]) == tap
        return Term(
          Factor(.upstream(cell: window), upstream[window]),
          Factor(
            "[# = \(tap)]", [Operand(.output(1, cell: window), Double(outputs[1][window]))], value: wins ? 1 : 0))
      })
  }

  public func smoothPieces(_ inputs: ViewList) -> [Int8] {
    // Which pixel wins in each window; a window has at most 127 pixels that matter here.
    let x = inputs[0]
    let (height, width) = (x.size(ofAxis: 2), x.size(ofAxis: 3))
    guard let places = window.places(onHeight: height, width: width) else { return [] }
    var pieces: [Int8] = []
    pieces.reserveCapacity(x.size(ofAxis: 0) * x.size(ofAxis: 1) * places.down * places.across)
    for map in 0..<x.size(ofAxis: 0) * x.size(ofAxis: 1) {
      for i in 0..<places.down {
        let top = i * window.stride - window.padding
        let rows = max(top, 0)..<min(top + window.height, height)
        for j in 0..<places.across {
          let left = j * window.stride - window.padding
          let columns = max(left, 0)..<min(left + window.width, width)
          var (winner, largest, tap) = (0, -Float.infinity, 0)
          for row in rows {
            for column in columns {
              let value = x[(map * height + row) * width + column]
              if tap == 0 || value > largest { (winner, largest) = (tap, value) }
              tap += 1
            }
          }
          pieces.append(Int8(truncatingIfNeeded: winner))
        }
      }
    }
    return pieces
  }

  private func position(_ winner: Int) -> String {
    "row \(winner / window.width), column \(winner % window.width) of the window"
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = max over the window of x",
      backward: ["∂x = Σ ∂y of the windows that it won"],
      meaning: BilingualText(
        "Keeps the strongest answer of each window and forgets where in it that was.",
        zh: "每个窗口只留下最强的回应，忘掉它在窗口里的位置。"),
      gradientMeaning: BilingualText(
        "All of the gradient goes to the winner; the others could change a little and nothing would happen.",
        zh: "梯度全部传给胜者；其余的稍有变化也不会影响结果。"),
      byProducts: [
        (
          "winner = where in the window the maximum is",
          BilingualText("Which pixel of the window has won, counted from 0.", zh: "窗口里哪个像素获胜，从 0 数起。")
        )
      ])
  }

  public static var examples: [OperationExample] {
    let x = Convolution.exampleImage([2, 2, 4, 5])
    return [
      OperationExample(MaximumPool(Window(height: 2, width: 2, stride: 2)), [x]),
      OperationExample(MaximumPool(Window(height: 3, width: 3, stride: 2, padding: 1)), [x]),
    ]
  }
}
