/// Naive loops in double precision, the oracle that the fast kernels are tested against.
public enum ReferenceKernels {
  /// x [rows, inner] · weights [inner, columns] + bias [columns]
  public static func affine(_ x: Tensor, _ weights: Tensor, bias: Tensor?) -> Tensor {
    let (rows, inner, columns) = (x.shape.rows, x.shape.columns, weights.shape.columns)
    var y = Tensor([rows, columns], repeating: 0)
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = Double(bias?[column] ?? 0)
        for k in 0..<inner { sum += Double(x[row, k]) * Double(weights[k, column]) }
        y[row, column] = Float(sum)
      }
    }
    return y
  }

  public static func transpose(_ x: Tensor) -> Tensor {
    let (rows, columns) = (x.shape.rows, x.shape.columns)
    var y = Tensor([columns, rows], repeating: 0)
    for row in 0..<rows { for column in 0..<columns { y[column, row] = x[row, column] } }
    return y
  }

  /// bias + Σ over channels and taps of x [batch, in channels, height, width] ·
  /// kernel [out channels, in channels, height, width], with zeros around the image.
  public static func convolution(
    _ x: Tensor, _ kernel: Tensor, bias: Tensor?, stride: Int, padding: Int, places: (down: Int, across: Int)
  ) -> Tensor {
    let outChannels = kernel.shape.dimensions[0]
    let shape: Shape = [x.shape.dimensions[0], outChannels, places.down, places.across]
    var sums = (0..<shape.count).map { cell in
      Double(bias?[cell / (places.down * places.across) % outChannels] ?? 0)
    }
    eachProduct(x.shape, kernel.shape, shape, stride, padding) { image, tap, place in
      sums[place] += Double(x[image]) * Double(kernel[tap])
    }
    return Tensor(shape, sums.map { Float($0) })
  }

  /// The gradient of x: each product hands its kernel's number times upstream to its pixel.
  public static func convolutionInputGradient(
    _ upstream: Tensor, _ kernel: Tensor, stride: Int, padding: Int, image: Shape
  ) -> Tensor {
    var sums = [Double](repeating: 0, count: image.count)
    eachProduct(image, kernel.shape, upstream.shape, stride, padding) { pixel, tap, place in
      sums[pixel] += Double(upstream[place]) * Double(kernel[tap])
    }
    return Tensor(image, sums.map { Float($0) })
  }

  /// The gradient of the kernel.
  public static func convolutionKernelGradient(
    _ x: Tensor, _ upstream: Tensor, stride: Int, padding: Int, kernel: Shape
  ) -> Tensor {
    var sums = [Double](repeating: 0, count: kernel.count)
    eachProduct(x.shape, kernel, upstream.shape, stride, padding) { pixel, tap, place in
      sums[tap] += Double(upstream[place]) * Double(x[pixel])
    }
    return Tensor(kernel, sums.map { Float($0) })
  }

  /// Calls `product` with the cells of image, kernel and output that each multiplication of a convolution joins.
  private static func eachProduct(
    _ image: Shape, _ kernel: Shape, _ output: Shape, _ stride: Int, _ padding: Int,
    _ product: (_ pixel: Int, _ tap: Int, _ place: Int) -> Void
  ) {
    let (image, kernel, output) = (image.dimensions, kernel.dimensions, output.dimensions)
    var place = 0
    for sample in 0..<output[0] {
      for out in 0..<output[1] {
        for down in 0..<output[2] {
          for across in 0..<output[3] {
            for channel in 0..<kernel[1] {
              for tapDown in 0..<kernel[2] {
                let row = down * stride + tapDown - padding
                guard row >= 0, row < image[2] else { continue }
                for tapAcross in 0..<kernel[3] {
                  let column = across * stride + tapAcross - padding
                  guard column >= 0, column < image[3] else { continue }
                  product(
                    ((sample * image[1] + channel) * image[2] + row) * image[3] + column,
                    ((out * kernel[1] + channel) * kernel[2] + tapDown) * kernel[3] + tapAcross, place)
                }
              }
            }
            place += 1
          }
        }
      }
    }
  }

  /// For each window of x [batch, channels, height, width] its pixels: which of the window, and the cell of x.
  public static func windows(
    _ image: Shape, _ window: Window, places: (down: Int, across: Int)
  ) -> [[(tap: Int, pixel: Int)]] {
    let (height, width) = (image.dimensions[2], image.dimensions[3])
    var windows: [[(tap: Int, pixel: Int)]] = []
    for map in 0..<image.dimensions[0] * image.dimensions[1] {
      for down in 0..<places.down {
        for across in 0..<places.across {
          var pixels: [(tap: Int, pixel: Int)] = []
          for tap in 0..<window.height * window.width {
            let row = window.pixel(place: down, tap: tap / window.width)
            let column = window.pixel(place: across, tap: tap % window.width)
            guard row >= 0, row < height, column >= 0, column < width else { continue }
            pixels.append((tap, (map * height + row) * width + column))
          }
          windows.append(pixels)
        }
      }
    }
    return windows
  }
}
