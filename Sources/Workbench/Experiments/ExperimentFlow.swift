import Autodiff
import Lessons
import Screen

/// Claim, prediction, run, verdict: what keys do while an experiment is open, and what its news change.
enum ExperimentFlow {
  static let command = Command(
    "experiment", [.character("M")], .change,
    BilingualText("The lesson's experiment: a claim put to the test", zh: "课程的实验：检验一种说法"),
    footer: BilingualText("experiment", zh: "实验"),
    when: { state in
      if case .disabled(let reason) = Command.Availability.running(state) { return .disabled(reason) }
      return state.session?.lesson.experiments.isEmpty == false
        ? .enabled : .disabled(BilingualText("This lesson has no experiment.", zh: "这一课没有实验。"))
    }
  ) { state in
    guard let experiments = state.session?.lesson.experiments else { return [] }
    // The first that is not done yet.
    let next = experiments.firstIndex { state.experiments.reports[$0.id]?.isFinished != true } ?? 0
    open(next, &state)
    return []
  }

  private static func open(_ index: Int, _ state: inout WorkbenchState) {
    state.overlay = .experiment(index)
    state.experiments.page = .verdict
    state.experiments.scroll = 0
  }

  static func press(_ key: Key, _ index: Int, _ state: inout WorkbenchState) -> [Effect] {
    guard let session = state.session, session.lesson.experiments.indices.contains(index) else { return [] }
    let experiments = session.lesson.experiments
    let experiment = experiments[index]
    switch key {
    case .character("n") where index + 1 < experiments.count: open(index + 1, &state)
    case .character("N") where index > 0: open(index - 1, &state)
    case .tab, .right, .character("]"), .character("l"): state.experiments.turn(by: 1)
    case .backTab, .left, .character("["), .character("h"): state.experiments.turn(by: -1)
    case .up, .character("k"): state.experiments.scroll = max(state.experiments.scroll - 1, 0)
    case .down, .character("j"): state.experiments.scroll += 1
    case .pageUp: state.experiments.scroll = max(state.experiments.scroll - 10, 0)
    case .pageDown: state.experiments.scroll += 10
    case .enter, .character("q"):
      if state.experiments.reports[experiment.id]?.isFinished == true || key == .character("q") { state.overlay = nil }
    case .character(let character):
      guard state.experiments.answers[experiment.id] == nil, let number = character.wholeNumberValue,
        Verdict.allCases.indices.contains(number - 1)
      else { return [] }
      state.experiments.answers[experiment.id] = Verdict.allCases[number - 1]
      return [.runExperiment(experiment, of: session.lesson)]
    default: break
    }
    return []
  }

  /// News of an experiment that is being carried out, or its end.
  static func arrive(_ report: ExperimentReport, _ state: inout WorkbenchState) {
    let wasFinished = state.experiments.reports[report.experiment.id]?.isFinished == true
    state.experiments.reports[report.experiment.id] = report
    guard let verdict = report.verdict, !wasFinished, state.overlay == nil else { return }
    let name = verdict.name
    state.notice = Notice(
      .good,
      state.text(
        BilingualText(
          "The experiment is done: the claim \(name.english). M shows it.", zh: "实验完成：说法\(name.chinese)。按 M 查看。")))
  }
}
