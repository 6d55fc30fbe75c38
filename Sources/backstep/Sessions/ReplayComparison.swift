import Autodiff
import Export
import Sessions
import Stepping

/// What was recorded of a session, held against what a replay finds.
struct ReplayComparison {
  /// Whether it was recorded on a machine like this one, so that every bit has to be the same.
  let bitsArePromised: Bool
  private(set) var count = 0
  /// Checks with the same bits.
  private(set) var same = 0
  /// The largest relative difference of a loss or a norm.
  private(set) var largest = 0.0
  /// The first event after which it was not what it should be.
  private(set) var firstFailure: Int?

  init(bitsArePromised: Bool) { self.bitsArePromised = bitsArePromised }

  /// - Parameter event: how many events have been done.
  mutating func add(_ recorded: RunCheck, _ found: RunCheck, event: Int) {
    count += 1
    let isSame = recorded.digest == found.digest && recorded.moment == found.moment
    if isSame { same += 1 }
    let difference = recorded.moment == found.moment ? recorded.difference(from: found) : .infinity
    largest = max(largest, difference)
    let isRight = bitsArePromised ? isSame : difference <= RunCheck.tolerance
    if !isRight, firstFailure == nil { firstFailure = event }
  }

  var hasPassed: Bool { firstFailure == nil }

  func sentence(_ language: Language) -> String {
    if count == 0 {
      return BilingualText("There is no check to compare with.", zh: "没有可比较的检查。")[language]
    }
    if count == 1, same == 1 { return BilingualText("1 check, with the same bits.", zh: "1 处检查，每一位都相同。")[language] }
    let all =
      same == count
      ? BilingualText("\(count) checks, all with the same bits.", zh: "\(count) 处检查，每一位都相同。")
      : BilingualText(
        "\(count) compared, \(same) with the same bits; loss and norm differ by at most \(largest) of their size, allowed is \(bitsArePromised ? 0 : RunCheck.tolerance).",
        zh: "\(count) 处检查，\(same) 处每一位都相同；损失与范数的相对差最大为 \(largest)，允许 \(bitsArePromised ? 0 : RunCheck.tolerance)。")
    guard let firstFailure else { return all[language] }
    let first = BilingualText(" The first other one is event \(firstFailure).", zh: "第一处不同在第 \(firstFailure) 个事件。")
    return all[language] + first[language]
  }
}

/// A replay as JSON.
struct ReplayReport {
  let json: JSON

  init(_ file: SessionFile, _ end: RunCheck, _ comparison: ReplayComparison?) {
    var json = JSON.object([
      "lesson": .string(file.header.lesson), "events": .integer(file.events.count),
      "damagedFromLine": file.damage.map { .integer($0.line) } ?? .null, "stage": .integer(end.moment.stage),
      "iteration": .integer(end.moment.iteration), "position": .integer(end.moment.position),
      "digest": .string(String(end.digest, radix: 16)), "loss": .number(end.loss), "norm": .number(end.norm),
    ])
    if let comparison {
      json =
        json.adding("checks", .integer(comparison.count)).adding("sameBits", .integer(comparison.same))
        .adding("largestDifference", .number(comparison.largest)).adding("passed", .bool(comparison.hasPassed))
    }
    self.json = json
  }
}
