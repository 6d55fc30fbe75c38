import Autodiff
import Screen
import ScreenTestSupport
import Stepping
import Testing
import Workbench
import WorkbenchTestSupport

/// Keys pressed without sense. Nothing may trap, and what must hold holds after each.
@Suite struct RandomKeyTests {
  /// All that a keyboard has, quitting included: a learner who has quit just goes on pressing.
  private static let keys: [Key] =
    CommandCatalog.all.flatMap(\.keys) + "hjkl0123456789.-e".map { .character($0) }
    + [.up, .down, .left, .right, .pageUp, .pageDown, .shiftUp, .shiftDown, .enter, .escape, .backspace, .delete]
    + [.control("u"), .control("c"), .insert, .function(5), .character("梯"), .character("\u{301}")]

  @Test(arguments: ["neuron", "layers", "backprop"], [1]) func anyKeysKeepTheInvariants(
    lesson: String, seed: UInt64
  ) throws {
    var random = RepeatableRandomNumbers(seed: seed)
    let learner = try Learner(lesson: lesson, iterationsPerLook: 3)
    for number in 0..<320 {
      let key = Self.keys[Int.random(in: 0..<Self.keys.count, using: &random)]
      learner.press(key)
      learner.expectInvariants("\(lesson), seed \(seed), key \(number): \(key.name)")
      if number.isMultiple(of: 40) { learner.send(.resize(size(&random))) }
    }
  }

  private func size(_ random: inout RepeatableRandomNumbers) -> Size {
    Size(width: Int.random(in: 1...200, using: &random), height: Int.random(in: 1...60, using: &random))
  }

  /// k steps forwards and k back, each twin in reverse order of its keys: the same bits.
  @Test(arguments: ["neuron", "layers", "backprop"], [11, 12]) func forwardsAndBackIsTheSameBits(
    lesson: String, seed: UInt64
  ) throws {
    var random = RepeatableRandomNumbers(seed: seed)
    let learner = try Learner(lesson: lesson)
    for _ in 0..<Int.random(in: 0...30, using: &random) { press("nfoi".randomElement(using: &random), learner) }
    var passed: [(moment: Moment, bits: [[UInt32]])] = []
    var walked: [Character] = []
    for _ in 0..<60 {
      guard let key = "ssnnnffooii".randomElement(using: &random), let moment = learner.moment else { return }
      passed.append((moment, learner.bits))
      walked.append(key)
      press(key, learner)
      // Looking about changes nothing.
      if walked.count.isMultiple(of: 5) { try learner.press("Right Enter Down Enter Esc Esc v m y") }
    }
    for (index, stop) in passed.enumerated().reversed() {
      // A larger step may have begun inside its unit: then its twin goes to the unit's beginning, and
      // the way on is in single operations.
      press(Character(walked[index].uppercased()), learner)
      var steps = 0
      while let now = learner.moment, now != stop.moment, steps < 500 {
        press(
          now > stop.moment
            ? (now.progress != nil || stop.moment.progress != nil ? "S" : "N")
            : (stop.moment.progress != nil ? "s" : "n"), learner)
        steps += 1
      }
      #expect(learner.moment == stop.moment, "\(lesson), seed \(seed), step \(index): \(walked[index])")
      #expect(learner.bits == stop.bits, "\(lesson), seed \(seed), step \(index): \(walked[index])")
    }
  }

  /// After any way through the run, Home is where it began: moment, bits and picture.
  @Test(arguments: ["neuron", "layers", "backprop"]) func homeIsTheFirstBit(lesson: String) throws {
    var random = RepeatableRandomNumbers(seed: 21)
    let learner = try Learner(lesson: lesson)
    let (bits, moment) = (learner.bits, learner.moment)
    for _ in 0..<8 {
      for _ in 0..<40 { press("sSnNfFoOiIc ".randomElement(using: &random), learner) }
      try learner.press("Home")
      #expect(learner.moment == moment)
      #expect(learner.bits == bits)
    }
  }

  private func press(_ key: Character?, _ learner: Learner) {
    if let key { learner.press(.character(key)) }
  }
}
