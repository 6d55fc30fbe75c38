public import Autodiff
import Datasets
public import NeuralNet
import Stepping
import TensorMath

/// How many of the image's numbers one number inside the network answers to: each pixel in turn is made brighter, and
/// those are counted that change it, in at least one of the first training images. The number is the one in the
/// middle of the first map of `value`, or the first of a row.
///
/// A convolution answers to its window alone (its receptive field; Goodfellow, Bengio and Courville 2016, "Deep
/// Learning", section 9.2), a dense unit to everything.
public struct Reach: Measure {
  public static let name = "reach"
  public static let settings = [MeasureSetting("value"), MeasureSetting("images", default: "8")]

  /// How much brighter, in what the network sees.
  private static let step: Float = 0.5

  private let value: String
  private let images: Int

  public init(_ settings: [String: String]) throws(SettingError) {
    value = settings["value"] ?? ""
    images = try MeasureText.count(settings, "images", 1...1000)
  }

  public var title: BilingualText {
    BilingualText("pixels that one number of \(value) answers to", zh: "\(value) 的一个数对多少个像素有反应")
  }
  public var unit: BilingualText { BilingualText("pixels", zh: "像素") }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    let data = trial.setup.data.train
    let pixels = data.featureCount
    // One row as it is, and one for each pixel that is changed.
    let network = try SampleNetwork(trial, samples: pixels + 1)
    var matters = Array(repeating: false, count: pixels)
    for image in 0..<min(images, data.count) {
      let example = Array(data.example(image))
      var rows = example
      rows.reserveCapacity((pixels + 1) * pixels)
      for pixel in 0..<pixels {
        var changed = example
        changed[pixel] += Self.step
        rows += changed
      }
      network.run(on: rows)
      let maps = try network.maps(value)
      let cell = maps.middle
      let plain = maps.values[cell]
      for pixel in 0..<pixels where maps.values[(pixel + 1) * maps.perSample + cell] != plain { matters[pixel] = true }
    }
    return Double(matters.count { $0 })
  }
}
