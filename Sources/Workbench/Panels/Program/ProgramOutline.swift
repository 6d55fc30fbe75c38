import Autodiff
import Stepping

/// The lines of the program panel. Phases and instructions each have one; the time steps of a recurrent layer are
/// folded around the one at hand, the gates of a time step around the instruction at hand:
///
///     ✓ ▸ steps 0–40
///     ✓ ▸ step 41
///       ▾ step 42
///     ✓    sums
///     ▶    ▾ input gate
///     …
///
/// Layers made of sublayers, such as a Transformer's block, are folded in the same way:
///
///     ✓ ▸ encoder
///       ▾ decoder
///     ✓   ▸ self-attention
///     ▶   ▾ cross-attention
struct ProgramOutline {
  /// What can be unfolded: where it begins, and how deep it lies.
  struct Fold: Hashable, Sendable {
    enum Level: Hashable, Sendable {
      case steps, step, gate
      /// A layer or a part of it, by how many scopes lead to it.
      case block(depth: Int)
    }
    let level: Level
    let start: Int
  }

  enum Line: Hashable {
    case phase(Phase)
    case instruction(Int)
    /// Several time steps in one line; backwards the last comes first.
    case steps(first: Int, last: Int)
    case step(Int, isOpen: Bool)
    case gate(String, isOpen: Bool)
    case block(String, isOpen: Bool)
  }

  struct Row: Hashable {
    let line: Line
    /// The instructions that it stands for.
    let range: Range<Int>
    /// How far it is moved to the right.
    let indent: Int
    /// What opens it; nil for phases and instructions.
    let fold: Fold?

    /// Whether the cursor can stand on it: an open line is its contents' title.
    var isChoosable: Bool {
      switch line {
      case .phase, .step(_, isOpen: true), .gate(_, isOpen: true), .block(_, isOpen: true): false
      default: true
      }
    }
  }

  private(set) var rows: [Row] = []
  private let instructions: [Instruction]
  private let current: Int
  private let opened: Set<Fold>

  /// - Parameters:
  ///   - current: the instruction that has just run, which is never folded away.
  ///   - opened: what else is not.
  init(_ program: Program, current: Int, opened: Set<Fold> = []) {
    (instructions, self.current, self.opened) = (program.instructions, current, opened)
    var index = 0
    var phase: Phase?
    while index < instructions.count {
      if instructions[index].phase != phase {
        phase = instructions[index].phase
        rows.append(Row(line: .phase(instructions[index].phase), range: index..<index, indent: 0, fold: nil))
      }
      if let depth = instructions[index].timeStepDepth {
        let steps = sequence(from: index, depth)
        add(steps, depth)
        index = steps.last?.range.upperBound ?? index + 1
      } else if let block = block(from: index) {
        add(block: block, depth: 1, indent: 0)
        index = block.upperBound
      } else {
        addInstruction(index, indent: 0)
        index += 1
      }
    }
  }

  private struct TimeStep {
    let time: Int
    let range: Range<Int>
  }

  /// The time steps of one layer that follow one another in one phase.
  private func sequence(from start: Int, _ depth: Int) -> [TimeStep] {
    let (phase, layer) = (instructions[start].phase, instructions[start].scope.prefix(depth - 1))
    var steps: [TimeStep] = []
    var index = start
    while index < instructions.count, instructions[index].phase == phase,
      instructions[index].scope.count >= depth, instructions[index].scope.starts(with: layer),
      let time = TimeStepScope.time(of: instructions[index].scope[depth - 1])
    {
      let name = instructions[index].scope[depth - 1]
      let first = index
      while index < instructions.count, instructions[index].phase == phase, instructions[index].scope.count >= depth,
        instructions[index].scope[depth - 1] == name, instructions[index].scope.starts(with: layer)
      {
        index += 1
      }
      steps.append(TimeStep(time: time, range: first..<index))
    }
    return steps
  }

  private func isOpen(_ fold: Fold, _ range: Range<Int>) -> Bool { range.contains(current) || opened.contains(fold) }

  /// The step at hand with its neighbors; those before and behind in a line each.
  private mutating func add(_ steps: [TimeStep], _ depth: Int) {
    guard let at = steps.firstIndex(where: { $0.range.contains(current) }) else { return add(group: steps[...], depth) }
    let near = max(at - 1, 0)...min(at + 1, steps.count - 1)
    add(group: steps[..<near.lowerBound], depth)
    for step in steps[near] { add(step, depth) }
    add(group: steps[(near.upperBound + 1)...], depth)
  }

  private mutating func add(group steps: ArraySlice<TimeStep>, _ depth: Int) {
    guard let first = steps.first, let last = steps.last else { return }
    let fold = Fold(level: .steps, start: first.range.lowerBound)
    guard steps.count > 1, !opened.contains(fold) else {
      for step in steps { add(step, depth) }
      return
    }
    rows.append(
      Row(
        line: .steps(first: first.time, last: last.time), range: first.range.lowerBound..<last.range.upperBound,
        indent: 0, fold: fold))
  }

  private mutating func add(_ step: TimeStep, _ depth: Int) {
    let fold = Fold(level: .step, start: step.range.lowerBound)
    let isOpen = isOpen(fold, step.range)
    rows.append(Row(line: .step(step.time, isOpen: isOpen), range: step.range, indent: 0, fold: fold))
    guard isOpen else { return }
    var index = step.range.lowerBound
    while index < step.range.upperBound {
      guard instructions[index].scope.count > depth else {
        addInstruction(index, indent: 1)
        index += 1
        continue
      }
      let name = instructions[index].scope[depth]
      let first = index
      while index < step.range.upperBound, instructions[index].scope.count > depth,
        instructions[index].scope[depth] == name
      {
        index += 1
      }
      add(gate: name, first..<index)
    }
  }

  private mutating func add(gate name: String, _ range: Range<Int>) {
    // A line that stands for one instruction would only hide its name.
    guard range.count > 1 else { return addInstruction(range.lowerBound, indent: 1) }
    let fold = Fold(level: .gate, start: range.lowerBound)
    let isOpen = isOpen(fold, range)
    rows.append(Row(line: .gate(name, isOpen: isOpen), range: range, indent: 1, fold: fold))
    if isOpen { for index in range { addInstruction(index, indent: 2) } }
  }

  private mutating func addInstruction(_ index: Int, indent: Int) {
    rows.append(Row(line: .instruction(index), range: index..<index + 1, indent: indent, fold: nil))
  }

  // MARK: Sublayers

  /// The instructions of a layer that has sublayers, from its first one in this phase; nil for other layers.
  private func block(from start: Int) -> Range<Int>? {
    guard let layer = instructions[start].scope.first else { return nil }
    let end =
      instructions[start...].firstIndex { $0.phase != instructions[start].phase || $0.scope.first != layer }
      ?? instructions.count
    let own = instructions[start..<end]
    guard own.contains(where: { $0.scope.count > 1 }), !own.contains(where: { $0.timeStepDepth != nil }) else {
      return nil
    }
    return start..<end
  }

  private mutating func add(block range: Range<Int>, depth: Int, indent: Int) {
    // A line that stands for one instruction would only hide its name.
    guard range.count > 1 else { return addInstruction(range.lowerBound, indent: indent) }
    let fold = Fold(level: .block(depth: depth), start: range.lowerBound)
    let isOpen = isOpen(fold, range)
    let name = instructions[range.lowerBound].scope[depth - 1]
    rows.append(Row(line: .block(name, isOpen: isOpen), range: range, indent: indent, fold: fold))
    guard isOpen else { return }
    var index = range.lowerBound
    while index < range.upperBound {
      guard let part = instructions[index].scope.dropFirst(depth).first else {
        addInstruction(index, indent: indent + 1)
        index += 1
        continue
      }
      let end =
        instructions[index..<range.upperBound].firstIndex { $0.scope.dropFirst(depth).first != part }
        ?? range.upperBound
      if index..<end == range {
        // The only part of its layer needs no line of its own.
        for inner in range { addInstruction(inner, indent: indent + 1) }
      } else {
        add(block: index..<end, depth: depth + 1, indent: indent + 1)
      }
      index = end
    }
  }

  /// The row in which an instruction is to be found: its own, or the fold that it lies in.
  func row(of instruction: Int) -> Int? { rows.firstIndex { $0.isChoosable && $0.range.contains(instruction) } }

  /// All that must be open for an instruction to have a line of its own.
  static func folds(
    around instruction: Int, _ program: Program, current: Int, opened: Set<Fold>
  ) -> Set<Fold> {
    var opened = opened
    while true {
      let outline = ProgramOutline(program, current: current, opened: opened)
      guard let row = outline.row(of: instruction), let fold = outline.rows[row].fold else { return opened }
      opened.insert(fold)
    }
  }
}
