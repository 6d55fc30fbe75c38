import NeuralNet
public import Stepping

/// An event as a line of a session: a word that says what was done, and what it was done with.
///
///     step operation
///     go 0 12 5
///     edit hidden1.weight[0,1] 0.5
///
/// A moment is its stage, iteration and position, within an instruction also cell and terms. Numbers are
/// written with the fewest digits that give back the same bits.
public enum EventText {
  public static func line(_ event: RunEvent) -> String { LogWords.line(words(event)) }

  /// Nil when the line is no event.
  public static func event(_ line: String) -> RunEvent? {
    guard let words = LogWords.words(line), let verb = words.first else { return nil }
    return event(verb, Array(words.dropFirst()))
  }

  // MARK: Writing

  private static func words(_ event: RunEvent) -> [String] {
    switch event {
    case .step(let size): ["step", size.rawValue]
    case .stepBack(let size): ["back", size.rawValue]
    case .term(let isBack, let moment): [isBack ? "back" : "step", "term", "to"] + words(moment)
    case .go(let moment): ["go"] + words(moment)
    case .ran(let isBack, let moment, let hits):
      [isBack ? "run-back" : "run", "to"] + words(moment) + (hits.isEmpty ? [] : ["hit"] + hits.map(String.init))
    case .learningRate(let rate): ["learning-rate", "\(rate)"]
    case .optimizerConstants(let optimizer):
      ["constants", optimizer.name] + optimizer.constants.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    case .edit(let cell, let value): ["edit", cell.replacing(", ", with: ","), "\(value)"]
    case .structure(let settings): ["structure"] + settings
    case .restart(let settings): ["restart"] + settings
    case .racer(let branch, let moment, let settings): ["racer", "\(branch)"] + words(moment) + settings
    case .undo: ["undo"]
    case .redo: ["redo"]
    case .switchBranch(let number): ["branch", "\(number)"]
    case .renameBranch(let number, let name): ["rename", "\(number)", name]
    case .dropBranch(let number): ["drop", "\(number)"]
    case .compare(let number): ["compare", number.map { "\($0)" } ?? "none"]
    case .breakpoints(let set):
      ["breakpoints"] + set.all.flatMap { ["\($0.id)", $0.isOn ? "on" : "off", $0.condition] }
    case .note(let note): words(note)
    case .check(let check):
      ["check"] + words(check.moment) + [
        "digest=\(String(check.digest, radix: 16))", "norm=\(check.norm)", "loss=\(check.loss)",
      ]
    }
  }

  private static func words(_ moment: Moment) -> [String] {
    [moment.stage, moment.iteration, moment.position].map(String.init)
      + (moment.progress.map { ["\($0.cell)", "\($0.terms)"] } ?? [])
  }

  private static func words(_ note: RunNote) -> [String] {
    switch note {
    case .answer(let answer):
      ["answer", "\(answer.index)", answer.id, "skill=\(answer.skill ?? "")", "wrong=\(answer.wrongAnswers)"]
        + [answer.isRight ? "right" : answer.isClosed ? "shown" : "open"]
    case .goal(let iteration): ["goal", "\(iteration)"]
    case .tourStop(let index): ["tour", "\(index)"]
    }
  }

  // MARK: Reading

  private static func event(_ verb: String, _ words: [String]) -> RunEvent? {
    switch (verb, words.count) {
    case ("step", 1): size(words).map { .step($0) }
    case ("back", 1): size(words).map { .stepBack($0) }
    case ("step", 7) where words[0] == "term" && words[1] == "to",
      ("step", 5) where words[0] == "term" && words[1] == "to":
      moment(words.dropFirst(2)).map { .term(isBack: false, to: $0) }
    case ("back", 7) where words[0] == "term" && words[1] == "to",
      ("back", 5) where words[0] == "term" && words[1] == "to":
      moment(words.dropFirst(2)).map { .term(isBack: true, to: $0) }
    case ("go", _): moment(words[...]).map { .go(to: $0) }
    case ("run", 4...), ("run-back", 4...): stretch(isBack: verb == "run-back", words)
    case ("learning-rate", 1): Float(words[0]).map { .learningRate($0) }
    case ("constants", 1...): constants(words)
    case ("edit", 2): Float(words[1]).map { .edit(cell: words[0].replacing(",", with: ", "), value: $0) }
    case ("structure", _): .structure(words)
    case ("restart", _): .restart(words)
    case ("racer", 4...): racer(words)
    case ("undo", 0): .undo
    case ("redo", 0): .redo
    case ("branch", 1): Int(words[0]).map { .switchBranch($0) }
    case ("rename", 2): Int(words[0]).map { .renameBranch($0, words[1]) }
    case ("drop", 1): Int(words[0]).map { .dropBranch($0) }
    case ("compare", 1): words[0] == "none" ? .compare(nil) : Int(words[0]).map { .compare($0) }
    case ("breakpoints", _): breakpoints(words)
    case ("answer", 5): answer(words).map { .note(.answer($0)) }
    case ("goal", 1): Int(words[0]).map { .note(.goal(iteration: $0)) }
    case ("tour", 1): Int(words[0]).map { .note(.tourStop($0)) }
    case ("check", 6), ("check", 8): check(words).map { .check($0) }
    default: nil
    }
  }

  private static func racer(_ words: [String]) -> RunEvent? {
    guard let branch = Int(words[0]), let moment = moment(words[1...3]) else { return nil }
    return .racer(branch: branch, at: moment, Array(words.dropFirst(4)))
  }

  private static func size(_ words: [String]) -> StepSize? {
    // Where a term leads depends on the numbers; it is always said.
    StepSize(rawValue: words[0]).flatMap { $0 == .term ? nil : $0 }
  }

  private static func moment(_ words: ArraySlice<String>) -> Moment? {
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    switch numbers.count {
    case 3: return Moment(stage: numbers[0], iteration: numbers[1], position: numbers[2])
    case 5:
      return Moment(
        stage: numbers[0], iteration: numbers[1], position: numbers[2],
        progress: TermProgress(cell: numbers[3], terms: numbers[4]))
    default: return nil
    }
  }

  private static func stretch(isBack: Bool, _ words: [String]) -> RunEvent? {
    guard words[0] == "to" else { return nil }
    let end = words.firstIndex(of: "hit") ?? words.count
    let hits = words.dropFirst(end + 1).compactMap { Int($0) }
    guard let moment = moment(words[1..<end]), hits.count == max(words.count - end - 1, 0),
      end == words.count || !hits.isEmpty
    else { return nil }
    return .ran(isBack: isBack, to: moment, hits: hits)
  }

  private static func constants(_ words: [String]) -> RunEvent? {
    var constants: [String: Double] = [:]
    for word in words.dropFirst() {
      guard let (name, text) = pair(word), let value = Double(text) else { return nil }
      constants[name] = value
    }
    return .optimizerConstants(OptimizerDescription(words[0], constants: constants))
  }

  private static func breakpoints(_ words: [String]) -> RunEvent? {
    guard words.count.isMultiple(of: 3) else { return nil }
    var all: [Breakpoint] = []
    for start in stride(from: 0, to: words.count, by: 3) {
      guard let id = Int(words[start]), id > (all.last?.id ?? 0), ["on", "off"].contains(words[start + 1]) else {
        return nil
      }
      all.append(Breakpoint(id: id, words[start + 2], isOn: words[start + 1] == "on"))
    }
    return .breakpoints(BreakpointSet(all))
  }

  private static func answer(_ words: [String]) -> RunNote.Answer? {
    guard let index = Int(words[0]), index >= 0, let (skillName, skill) = pair(words[2]), skillName == "skill",
      let (wrongName, wrong) = pair(words[3]), wrongName == "wrong", let count = Int(wrong), count >= 0,
      ["right", "shown", "open"].contains(words[4])
    else { return nil }
    return RunNote.Answer(
      index: index, id: words[1], skill: skill.isEmpty ? nil : skill, wrongAnswers: count,
      isRight: words[4] == "right", isClosed: words[4] != "open")
  }

  private static func check(_ words: [String]) -> RunCheck? {
    let count = words.count
    guard let moment = moment(words[..<(count - 3)]), let digest = pair(words[count - 3]), digest.name == "digest",
      let norm = pair(words[count - 2]), norm.name == "norm", let loss = pair(words[count - 1]), loss.name == "loss",
      let digestNumber = UInt64(digest.value, radix: 16), let normNumber = Double(norm.value),
      let lossNumber = Double(loss.value)
    else { return nil }
    return RunCheck(moment: moment, digest: digestNumber, norm: normNumber, loss: lossNumber)
  }

  /// `name=value`
  static func pair(_ word: String) -> (name: String, value: String)? {
    guard let sign = word.firstIndex(of: "=") else { return nil }
    return (String(word[..<sign]), String(word[word.index(after: sign)...]))
  }
}
