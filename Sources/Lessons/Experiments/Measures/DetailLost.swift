public import Autodiff
import Datasets
public import NeuralNet
import Stepping
import TensorMath

/// How much of a map cannot be made again from a smaller one: every number of the smaller map is put back on all the
/// pixels that it stands for, and the squared difference from the larger map is taken, as a share of that map's own
/// variance. 0 is nothing lost, 1 as much as if only the mean had been kept.
public struct DetailLost: Measure {
  public static let name = "detail-lost"
  public static let settings = [
    MeasureSetting("before"), MeasureSetting("after"), MeasureSetting("images", default: "64"),
  ]

  private let before: String
  private let after: String
  private let images: Int

  public init(_ settings: [String: String]) throws(SettingError) {
    before = settings["before"] ?? ""
    after = settings["after"] ?? ""
    images = try MeasureText.count(settings, "images", 1...1000)
  }

  public var title: BilingualText {
    BilingualText("share of \(before) that \(after) has lost", zh: "\(after) 丢失了 \(before) 的多少")
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    let data = trial.setup.data.train
    let count = min(images, data.count)
    let network = try SampleNetwork(trial, samples: count)
    network.run(on: Array(data.inputs.values[..<(count * data.featureCount)]))
    let (large, small) = (try network.maps(before), try network.maps(after))
    guard large.isImage, small.isImage, small.height > 0, small.width > 0, large.channels == small.channels else {
      throw SettingError(
        "after", found: "\(after) of shape \(small.shape) after \(before) of shape \(large.shape)",
        needed: "as many maps, smaller")
    }
    var lost = 0.0
    for cell in large.values.indices {
      let (column, rest) = (cell % large.width, cell / large.width)
      let (row, map) = (rest % large.height, rest / large.height)
      let source = (map * small.height + row * small.height / large.height) * small.width
      let guess = small.values[source + column * small.width / large.width]
      lost += (Double(large.values[cell]) - Double(guess)) * (Double(large.values[cell]) - Double(guess))
    }
    let variance = large.spread * large.spread
    return variance > 0 ? lost / Double(large.values.count) / variance : nil
  }
}
