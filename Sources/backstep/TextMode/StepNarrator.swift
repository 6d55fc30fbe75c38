import Autodiff
import Datasets
import Export
import Screen
import Stepping
import TensorMath
import Workbench

/// Says in sentences what the step just made has computed, with numbers.
struct StepNarrator {
  let timeline: Timeline
  let language: Language
  private let format = NumberFormat(significantDigits: 4, trimsZeros: true)

  init(_ timeline: Timeline, _ language: Language) {
    self.timeline = timeline
    self.language = language
  }

  private var program: Program { timeline.program }

  /// `iteration 0, step 3 of 12, forward: hidden1.sum = x · W + b, 10×8 numbers; hidden1.sum[0, 0] = …`
  func sentences() -> [String] {
    let now = timeline.now
    guard now.position > 0 else {
      return [
        text(
          "The start: nothing has run. \(program.instructions.count) steps make an iteration.",
          "开头：还没有运行任何步骤。每次迭代有 \(program.instructions.count) 步。")
      ]
    }
    let instruction = program.instructions[now.position - 1]
    let place = text(
      "iteration \(now.iteration), step \(now.position) of \(program.instructions.count), \(instruction.phase.rawValue)",
      "迭代 \(now.iteration)，第 \(now.position)/\(program.instructions.count) 步，\(phase(instruction.phase))")
    if let progress = now.progress, let cell = timeline.cell(at: progress) {
      return [term(progress, cell.address, place: place)]
    }
    var result: [String]
    switch instruction.kind {
    case .load: result = [load(instruction)]
    case .update: result = [update(instruction)]
    case .forward, .seed, .backward, .gather, .sumBroadcast, .addContributions, .follow:
      result = timeline.cellsOfCurrentInstruction.map(value)
    }
    if result.isEmpty { result = [instruction.label] }
    result[0] = "\(place): \(result[0])"
    if now.position == program.instructions.count { result.append(end()) }
    return result
  }

  /// Loss and metric of the whole data, as they are now.
  func scores() -> String {
    timeline.predictor.adopt(timeline.machine)
    guard let point = timeline.predictor.evaluation(completedIterations: timeline.completedIterations) else {
      return ""
    }
    let metric = timeline.setup.data.train.classNames.isEmpty ? "R²" : text("accuracy", "准确率")
    func part(_ name: String, _ score: EvaluationPoint.Score) -> String {
      text(
        "\(name) loss \(format.text(score.loss)), \(metric) \(format.text(score.metric))",
        "\(name)损失 \(format.text(score.loss))，\(metric) \(format.text(score.metric))")
    }
    let scores = [part(text("training", "训练"), point.train)] + (point.test.map { [part(text("test", "测试"), $0)] } ?? [])
    return scores.joined(separator: text("; ", "；")) + text(".", "。")
  }

  /// What was observed, but for the first so many.
  func observations(after known: Int = 0) -> [String] {
    timeline.observations.dropFirst(known).map {
      let what = ObservationText.sentence($0, program)
      return text(
        "In iteration \($0.moment.iteration): \(what.english).", "迭代 \($0.moment.iteration)：\(what.chinese)。")
    }
  }

  private func load(_ instruction: Instruction) -> String {
    let features = program[program.inputs[0]]
    let numbers = timeline.machine.bound.view(of: features.id).values.prefix(min(features.shape.columns, 4)).map(
      format.text)
    let more = features.shape.columns > 4 ? ", …" : ""
    return text(
      "a batch of \(counted(features.shape.dimensions[0], "sample")) is loaded, each \(counted(features.shape.columns, "number")); the first: \(numbers.joined(separator: ", "))\(more).",
      "载入一批 \(features.shape.dimensions[0]) 个样本，每个 \(features.shape.columns) 个数；第一个：\(numbers.joined(separator: ", "))\(more)。"
    )
  }

  /// A tensor: how it is computed, its shape, and its first number worked out.
  private func value(_ slot: SlotID) -> String {
    let shape = program[slot].shape
    let first = CellAddress(slot, cell: 0)
    let explanation = timeline.machine.explanation(of: first)
    let formula = explanation.formula.split(separator: " = ", maxSplits: 1).dropFirst().joined()
    let size = shape.count == 1 ? "" : text(", \(shape) numbers", "，\(shape) 个数")
    let start = "\(name(slot))\(formula.isEmpty ? "" : " = \(formula)")\(size); "
    return start + arithmetic(explanation) + text(".", "。")
  }

  private func update(_ instruction: Instruction) -> String {
    guard case .update(let index) = instruction.kind else { return instruction.label }
    let parameter = program.parameters[index].slot
    let explanation = timeline.machine.explanation(of: CellAddress(parameter, cell: 0))
    return text(
      "\(explanation.operation) updates \(name(parameter)): \(explanation.formula); ",
      "\(explanation.operation) 更新 \(name(parameter))：\(explanation.formula)；")
      + arithmetic(explanation) + text(".", "。")
  }

  /// `hidden1.sum[0, 0] = 0.51·0.3 + … = −0.12`
  private func arithmetic(_ explanation: Explanation) -> String {
    let report = ExplanationReport(explanation, of: program, lesson: "", iteration: 0, digits: 3)
    let value = explanation.value.map { format.text($0) } ?? "?"
    let terms = report.terms ?? []
    let shown =
      terms.count > 4 ? terms.prefix(2).map(\.numbers) + ["…", terms[terms.count - 1].numbers] : terms.map(\.numbers)
    let sum = shown.joined(separator: " + ")
    return sum.isEmpty || sum == value ? "\(explanation.name) = \(value)" : "\(explanation.name) = \(sum) = \(value)"
  }

  private func term(_ progress: TermProgress, _ address: CellAddress, place: String) -> String {
    let report = ExplanationReport(
      timeline.machine.explanation(of: address), of: program, lesson: "", iteration: 0, digits: 4)
    let terms = report.terms ?? []
    guard progress.terms <= terms.count, progress.terms > 0 else { return place }
    let term = terms[progress.terms - 1]
    let soFar = terms.prefix(progress.terms).reduce(0) { $0 + $1.value }
    return text(
      "\(place): term \(progress.terms) of \(terms.count) of \(report.name): \(term.numbers) = \(format.text(term.value)); so far \(format.text(soFar)).",
      "\(place)：\(report.name) 的第 \(progress.terms)/\(terms.count) 项：\(term.numbers) = \(format.text(term.value))；目前合计 \(format.text(soFar))。"
    )
  }

  private func end() -> String {
    let loss = format.text(timeline.machine.loss)
    return text(
      "Iteration \(timeline.now.iteration) is done; its loss was \(loss).",
      "迭代 \(timeline.now.iteration) 完成；损失为 \(loss)。")
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  private func name(_ slot: SlotID) -> String { program[slot].name }

  private func phase(_ phase: Phase) -> String {
    switch phase {
    case .load: "载入"
    case .forward: "前向传播"
    case .loss: "损失"
    case .backward: "反向传播"
    case .update: "更新"
    }
  }

  private func text(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
}
