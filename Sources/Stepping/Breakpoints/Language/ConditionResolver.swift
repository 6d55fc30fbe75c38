import Autodiff
import TensorMath
import Wording

/// Looks a condition's names up in a program and tells numbers from conditions.
struct ConditionResolver {
  let scope: ConditionScope
  /// How many numbers are kept from look to look.
  private(set) var memoryCount = 0
  private(set) var readings: [ConditionReading] = []

  init(_ scope: ConditionScope) { self.scope = scope }

  // MARK: Conditions

  mutating func truth(_ syntax: ConditionSyntax) throws(ConditionProblem) -> TruthTerm {
    switch syntax.kind {
    case .comparison(let sign, let left, let right): return .comparison(sign, try number(left), try number(right))
    case .not(let inner): return .not(try truth(inner))
    case .both(let first, let second): return .both(try truth(first), try truth(second))
    case .either(let first, let second): return .either(try truth(first), try truth(second))
    case .event(let event, let operand, let bound):
      let number = try number(operand)
      let memory = memoryCount
      memoryCount += 1
      let limit = try bound.map { (bound) throws(ConditionProblem) in try self.number(bound) }
      return .event(event, memory: memory, number, bound: limit)
    case .name("nan"): return .hasSeenNotFinite
    case .call("nan", _, let argument): return try notFinite(argument)
    case .place(let name, let range):
      guard let writer = scope.slot(named: name)?.writtenBy else { throw scope.unknown(name, range, isValue: true) }
      return .isAt(position: writer + 1)
    case .number, .name, .cell, .call, .negative, .arithmetic:
      // A wrong name is the better message.
      _ = try number(syntax)
      throw ConditionProblem(
        syntax.range, found: BilingualText("a number", zh: "一个数"),
        needed: BilingualText("a condition, such as a comparison with it", zh: "条件，例如与它比较"))
    }
  }

  private mutating func notFinite(_ argument: ConditionSyntax) throws(ConditionProblem) -> TruthTerm {
    if case .name(let name) = argument.kind, let slot = tensor(name) {
      note(name: "nan(\(slot.name))", .reduction(.sum, slot.id, ofMagnitudes: false), isHidden: true)
      return .holdsNotFinite(slot.id)
    }
    return .isNotFinite(try number(argument))
  }

  // MARK: Numbers

  mutating func number(_ syntax: ConditionSyntax) throws(ConditionProblem) -> NumberTerm {
    switch syntax.kind {
    case .number(let value): return .constant(value)
    case .negative(let inner): return .negative(try number(inner))
    case .arithmetic(let sign, let left, let right): return .arithmetic(sign, try number(left), try number(right))
    case .name(let name): return try namedNumber(name, syntax.range)
    case .cell(let value, let indices): return try cell(value, indices)
    case .call(let name, let range, let argument): return try call(name, range, argument)
    case .comparison, .not, .both, .either, .event, .place:
      throw ConditionProblem(
        syntax.range, found: BilingualText("a condition", zh: "一个条件"), needed: BilingualText("a number", zh: "数"))
    }
  }

  private func tensor(_ name: String) -> Slot? {
    switch name {
    case "loss": scope.program.loss.map { scope.program[$0] }
    case "data_loss": scope.program.dataLoss.map { scope.program[$0] }
    default: scope.slot(named: name)
    }
  }

  private mutating func namedNumber(_ name: String, _ range: Range<Int>) throws(ConditionProblem) -> NumberTerm {
    if let term = Self.time(name) ?? scope.metrics.first(where: { $0.rawValue == name }).map(NumberTerm.metric) {
      note(name: name, term)
      return term
    }
    guard let slot = tensor(name) else { throw notANumber(name, range) }
    guard slot.shape.count == 1 else { throw tensorAsNumber(slot, name, range) }
    let term = NumberTerm.cell(slot.id, indices: slot.shape.dimensions.map { _ in 0 })
    note(name: name, term)
    return term
  }

  private static func time(_ name: String) -> NumberTerm? {
    switch name {
    case "iteration": .iteration
    case "epoch": .epoch
    case "learning_rate": .learningRate
    default: nil
    }
  }

  private func notANumber(_ name: String, _ range: Range<Int>) -> ConditionProblem {
    if name == "nan" {
      return ConditionProblem(
        range, found: BilingualText("the condition \"nan\"", zh: "条件“nan”"),
        needed: BilingualText("a number; nan(loss) asks whether the loss is none", zh: "数；nan(loss) 询问损失是否为非数值"))
    }
    if let function = Self.function(name) {
      return ConditionProblem(
        range, found: BilingualText("the function \"\(name)\" alone", zh: "单独的函数“\(name)”"),
        needed: BilingualText("\(function)(…) with a value", zh: "带有值的 \(function)(…)"))
    }
    if let metric = ConditionMetric(rawValue: name) { return missingMetric(metric, range) }
    return scope.unknown(name, range)
  }

  private static func function(_ name: String) -> String? { ConditionScope.functions.first { $0 == name } }

  private func missingMetric(_ metric: ConditionMetric, _ range: Range<Int>) -> ConditionProblem {
    let name = Quotation.quoted(metric.rawValue)
    let list = scope.metrics.map(\.rawValue).joined(separator: ", ")
    return ConditionProblem(
      range, found: BilingualText("\(name), which these data do not have", zh: "这份数据没有的 \(name)"),
      needed: BilingualText("one of \(list)", zh: "\(list) 之一"))
  }

  /// `hidden1.weight` where a number is needed.
  private func tensorAsNumber(_ slot: Slot, _ name: String, _ range: Range<Int>) -> ConditionProblem {
    let index = slot.shape.dimensions.map { _ in "0" }.joined(separator: ", ")
    return ConditionProblem(
      range,
      found: BilingualText(
        "\(name), \(slot.shape.count) numbers of shape \(slot.shape)",
        zh: "\(name)（形状 \(slot.shape)，共 \(slot.shape.count) 个数）"),
      needed: BilingualText(
        "one number: \(name)[\(index)], or norm, max, min, mean or sum of it, as in norm(\(name))",
        zh: "一个数：\(name)[\(index)]，或取 norm、max、min、mean、sum，例如 norm(\(name))"))
  }

  private mutating func cell(
    _ value: ConditionSyntax, _ indices: [(index: Double, range: Range<Int>)]
  ) throws(ConditionProblem) -> NumberTerm {
    guard case .name(let name) = value.kind, let slot = tensor(name) else {
      if case .name(let name) = value.kind {
        if Self.time(name) == nil, ConditionMetric(rawValue: name) == nil { throw scope.unknown(name, value.range) }
      }
      throw ConditionProblem(
        value.range, found: BilingualText("one number with an index", zh: "带下标的单个数"),
        needed: BilingualText("the same without an index", zh: "不带下标的写法"))
    }
    let shape = slot.shape
    let allRanges = (indices.first?.range.lowerBound ?? 0)..<(indices.last?.range.upperBound ?? 1)
    guard indices.count == shape.rank else {
      let found = Quotation.counted(indices.count, "index", "indices")
      throw ConditionProblem(
        allRanges, found: BilingualText(found, zh: "\(indices.count) 个下标"),
        needed: BilingualText(
          "\(shape.rank), for the shape \(shape) of \(name)", zh: "\(shape.rank) 个，因为 \(name) 的形状是 \(shape)"))
    }
    var cell: [Int] = []
    for ((index, range), size) in zip(indices, shape.dimensions) {
      guard let whole = Int(exactly: index), whole >= 0, whole < size else {
        let text = Int(exactly: index).map(String.init) ?? String(index)
        throw ConditionProblem(
          range, found: BilingualText("the index \(text)", zh: "下标 \(text)"),
          needed: BilingualText(
            "a whole number from 0 to \(size - 1), for the shape \(shape) of \(name)",
            zh: "从 0 到 \(size - 1) 的整数，因为 \(name) 的形状是 \(shape)"))
      }
      cell.append(whole)
    }
    let term = NumberTerm.cell(slot.id, indices: cell)
    note(name: "\(slot.name)[\(cell.map(String.init).joined(separator: ", "))]", term)
    return term
  }

  private mutating func call(
    _ name: String, _ nameRange: Range<Int>, _ argument: ConditionSyntax
  ) throws(ConditionProblem) -> NumberTerm {
    if name == "abs" { return .magnitude(try number(argument)) }
    guard let reduction = Reduction(rawValue: name) else { throw noFunction(name, nameRange) }
    var inner = argument
    var ofMagnitudes = false
    if case .call("abs", _, let nested) = argument.kind { (inner, ofMagnitudes) = (nested, true) }
    guard case .name(let valueName) = inner.kind else {
      throw ConditionProblem(
        inner.range, found: BilingualText("something that is computed", zh: "算式"),
        needed: BilingualText("the name of a value, as in \(name)(loss.gradient)", zh: "值的名称，例如 \(name)(loss.gradient)")
      )
    }
    guard let slot = tensor(valueName) else {
      if Self.time(valueName) != nil || ConditionMetric(rawValue: valueName) != nil {
        throw ConditionProblem(
          inner.range, found: BilingualText("\(valueName), one number", zh: "单个数 \(valueName)"),
          needed: BilingualText("a value with many, or no function", zh: "含多个数的值，或不用函数"))
      }
      throw scope.unknown(valueName, inner.range, isValue: true)
    }
    let term = NumberTerm.reduction(reduction, slot.id, ofMagnitudes: ofMagnitudes)
    note(name: ofMagnitudes ? "\(name)(abs(\(slot.name)))" : "\(name)(\(slot.name))", term)
    return term
  }

  private func noFunction(_ name: String, _ range: Range<Int>) -> ConditionProblem {
    if name == "nan" {
      return ConditionProblem(
        range, found: BilingualText("a condition", zh: "一个条件"), needed: BilingualText("a number", zh: "数"))
    }
    let quoted = Quotation.quoted(name)
    let list = ConditionScope.functions.joined(separator: ", ")
    return ConditionProblem(
      range, found: BilingualText("the function \(quoted)", zh: "函数 \(quoted)"),
      needed: BilingualText("one of \(list)", zh: "\(list) 之一"),
      suggestion: NearestName.find(name, among: ConditionScope.functions))
  }

  private mutating func note(name: String, _ term: NumberTerm, isHidden: Bool = false) {
    guard !readings.contains(where: { $0.name == name }) else { return }
    readings.append(ConditionReading(name: name, term: term, isHidden: isHidden))
  }
}

/// A number that a condition reads, by the name under which it is reported.
struct ConditionReading: Hashable, Sendable {
  let name: String
  let term: NumberTerm
  /// Read for its slot only, and not reported.
  let isHidden: Bool
}
