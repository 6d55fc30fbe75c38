import NeuralNet
import TensorMath

/// The numbers of one value inside a ``SampleNetwork``, for all its samples: maps [samples, channels, height, width],
/// or rows [samples, numbers].
struct SampleMaps {
  let shape: Shape
  let values: [Float]

  var isImage: Bool { shape.rank == 4 }
  var channels: Int { isImage ? shape.dimensions[1] : 1 }
  var height: Int { isImage ? shape.dimensions[2] : 1 }
  var width: Int { shape.columns }
  /// How many numbers a sample has.
  var perSample: Int { shape.dimensions.dropFirst().reduce(1, *) }

  /// The cell in the middle of the first map, or the first of a row.
  var middle: Int { isImage ? height / 2 * width + width / 2 : 0 }

  /// The standard deviation of all numbers.
  var spread: Double {
    guard !values.isEmpty else { return 0 }
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    let squares = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (squares / Double(values.count)).squareRoot()
  }
}

extension SampleNetwork {
  /// A value by name, with its shape.
  func maps(_ name: String) throws(SettingError) -> SampleMaps {
    guard let shape = shape(name), let values = values(name), !values.isEmpty else {
      throw SettingError("value", unknown: name, known: valueNames)
    }
    return SampleMaps(shape: shape, values: values)
  }
}
