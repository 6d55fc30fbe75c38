public import Autodiff
import Datasets
public import NeuralNet
import Stepping
import TensorMath

/// Whether a map moves along with the image: each of the first training images is moved to the right by `pixels`, and
/// its map is compared with the old map moved likewise (in a map of half the width, by half as much, rounded down). The largest
/// difference, in units of the spread (standard deviation) of the map's numbers: 0 means that it moves along exactly (is
/// *equivariant*; Goodfellow, Bengio and Courville 2016, "Deep Learning", section 9.2).
///
/// The numbers whose window touches an edge are left out: there, something else has come into the picture.
public struct ShiftError: Measure {
  public static let name = "shift-error"
  public static let settings = [
    MeasureSetting("value"), MeasureSetting("pixels", default: "1"), MeasureSetting("margin", default: "1"),
    MeasureSetting("images", default: "16"),
  ]

  private let value: String
  private let pixels: Int
  /// Rows and columns of the map left out on each side.
  private let margin: Int
  private let images: Int

  public init(_ settings: [String: String]) throws(SettingError) {
    value = settings["value"] ?? ""
    pixels = try MeasureText.count(settings, "pixels", 1...64)
    margin = try MeasureText.count(settings, "margin", 0...64)
    images = try MeasureText.count(settings, "images", 1...1000)
  }

  public var title: BilingualText {
    BilingualText(
      "\(value) after a shift by \(pixels), against \(value) shifted",
      zh: "平移 \(pixels) 个像素后的 \(value) 与平移后的 \(value) 之差")
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    let data = trial.setup.data.train
    let count = min(images, data.count)
    let width = data.exampleShape.columns
    let rows = Array(data.inputs.values[..<(count * data.featureCount)])
    let network = try SampleNetwork(trial, samples: count)
    network.run(on: rows)
    let plain = try network.maps(value)
    network.run(on: Self.moved(rows, width: width, by: pixels))
    let moved = try network.maps(value)
    guard plain.isImage, width > 0 else {
      throw SettingError("value", found: "\(value) of shape \(plain.shape)", needed: "maps of an image")
    }
    let step = pixels * plain.width / width
    var largest = 0.0
    for map in 0..<plain.values.count / (plain.height * plain.width) {
      for row in margin..<max(plain.height - margin, margin) {
        for column in (margin + step)..<max(plain.width - margin, margin + step) {
          let cell = (map * plain.height + row) * plain.width + column
          largest = max(largest, abs(Double(moved.values[cell]) - Double(plain.values[cell - step])))
        }
      }
    }
    let spread = plain.spread
    return spread > 0 ? largest / spread : nil
  }

  /// Rows of pixels moved to the right; zeros come in on the left.
  private static func moved(_ values: [Float], width: Int, by pixels: Int) -> [Float] {
    values.indices.map { $0 % width < pixels ? 0 : values[$0 - pixels] }
  }
}
