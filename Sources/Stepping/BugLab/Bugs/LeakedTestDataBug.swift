public import Autodiff
public import Datasets
import TensorMath

/// Means and deviations for standardizing are taken from all data, the test part included.
public enum LeakedTestDataBug: PlantedBug {
  public static let name = "leaked-test-data"
  public static let title = BilingualText("test data leak into the standardization", zh: "测试数据混进了标准化")
  public static let meaning = BilingualText(
    "The network's inputs then depend on examples that it must not know, and the test says too much good of it.",
    zh: "网络的输入因此依赖于它不该知道的样本，测试结果会偏好。")
  public static let place = BilingualText("where a batch is loaded", zh: "在载入批次的地方")

  public static func fits(_ site: BugSite) -> Bool { site.data.test.count > 0 && site.data.isStandardized }

  public static func changing(_ data: PreparedData) -> PreparedData { data.standardizingOverAll() }

  public static func isPlace(_ instruction: Int, in program: Program) -> Bool {
    program.instructions[instruction].kind == .load
  }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    let look = BugEvidence(timeline)
    let data = timeline.setup.data
    guard data.standardization.means.contains(where: { $0 != 0 }) else {
      return BilingualText(
        "The data of this run are not standardized: 0 is taken off each of the \(data.train.featureCount) features.",
        zh: "这次训练的数据没有标准化：\(data.train.featureCount) 个特征减去的都是 0。")
    }
    let train = data.train.inputs.values
    let features = data.train.featureCount
    // The feature whose mean over the training part is furthest from 0.
    let means = (0..<features).map { feature in
      stride(from: feature, to: train.count, by: features).reduce(0.0) { $0 + Double(train[$1]) }
        / Double(max(data.train.count, 1))
    }
    guard let feature = means.indices.max(by: { means[$0].magnitude < means[$1].magnitude }) else {
      return BilingualText("", zh: "")
    }
    let name = data.train.featureNames[feature]
    let used = look.text(Double(data.standardization.means[feature]))
    // Rounding leaves a millionth or so.
    let mean = means[feature].magnitude < 1e-5 ? "0" : look.text(means[feature])
    return BilingualText(
      "Standardized with the training part alone, every feature has the mean 0 over the training samples. \(name) has \(mean); the mean that was taken off is \(used).",
      zh: "只用训练部分做标准化时，每个特征在训练样本上的平均是 0。\(name) 的平均是 \(mean)；减去的平均值是 \(used)。")
  }
}
