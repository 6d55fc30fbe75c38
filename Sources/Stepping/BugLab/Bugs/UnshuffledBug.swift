public import Autodiff
public import Datasets
import TensorMath

/// The samples are sorted by their target and never shuffled: whole stretches of batches know one class only.
public enum UnshuffledBug: PlantedBug {
  public static let name = "unshuffled"
  public static let title = BilingualText("the data are sorted and not shuffled", zh: "数据排了序，没有打乱")
  public static let meaning = BilingualText(
    "Batch after batch shows one class only: the network learns to say that class, then forgets it for the next.",
    zh: "一个批次接一个批次都只有一类：网络先学会只说这一类，接着又为下一类把它忘掉。")
  public static let place = BilingualText("where a batch is loaded", zh: "在载入批次的地方")

  public static func fits(_ site: BugSite) -> Bool {
    // Pictures have no order to be sorted by.
    guard site.data.train.targetShape.count == 1 else { return false }
    let targets = site.data.train.targets.values
    return site.configuration.shuffles && site.batchSize < site.data.train.count && Set(targets).count > 1
  }

  public static func changing(_ configuration: TrainingConfiguration) -> TrainingConfiguration {
    var changed = configuration
    changed.shuffles = false
    return changed
  }

  public static func changing(_ data: PreparedData) -> PreparedData { data.sortingTrainByTarget() }

  public static func isPlace(_ instruction: Int, in program: Program) -> Bool {
    program.instructions[instruction].kind == .load
  }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    let look = BugEvidence(timeline)
    let targets = timeline.setup.data.train.targets.values
    var batches: [String] = []
    var samples: [String] = []
    for iteration in 0..<3 {
      timeline.go(to: Moment(iteration: iteration, position: 1))
      let own = timeline.machine.batchSamples.map { targets[Int($0)] }
      batches.append(Array(Set(own)).sorted().prefix(4).map { look.text(Double($0)) }.joined(separator: ", "))
      samples.append(timeline.machine.batchSamples.prefix(3).map(String.init).joined(separator: ", "))
    }
    let rise = zip(targets, targets.dropFirst()).count { $0 <= $1 }
    return BilingualText(
      "The first three batches begin with the samples \(samples.joined(separator: "; ")) and have the targets \(batches.joined(separator: "; ")). From one training sample to the next the target does not fall in \(rise) of \(targets.count - 1) cases.",
      zh:
        "前三个批次以样本 \(samples.joined(separator: "；")) 开头，目标是 \(batches.joined(separator: "；"))。相邻训练样本之间，\(targets.count - 1) 次中有 \(rise) 次目标没有变小。"
    )
  }
}
