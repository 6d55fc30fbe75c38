import Autodiff
import Datasets
import Lessons
import Screen
import Stepping

/// Branches as a table: the knobs in which they differ, and what each has come to.
struct BranchTable {
  private let branches: [BranchSummary]
  private let state: WorkbenchState

  init(_ snapshot: Snapshot, _ state: WorkbenchState) {
    branches = snapshot.branches
    self.state = state
  }

  /// Knobs that are not the same on all branches, at most as many as there is room for.
  private func differingKnobs(_ plans: [LessonPlan], most: Int) -> [Knob] {
    guard let first = plans.first, most > 0 else { return [] }
    let all = plans.flatMap { KnobCatalog.knobs(for: $0) }
    var seen: Set<String> = []
    let known = all.filter { seen.insert($0.name).inserted }
    let differing = known.filter { knob in
      plans.contains { Self.value(knob, $0) != Self.value(knob, first) }
    }
    return Array(differing.prefix(most))
  }

  private static func value(_ knob: Knob, _ plan: LessonPlan) -> String {
    guard let own = try? KnobCatalog.knob(named: knob.name, in: plan), own.isAvailable(in: plan) else { return "" }
    return own.value(in: plan)
  }

  /// A branch's plan at its end.
  private func plan(_ branch: BranchSummary) -> LessonPlan? {
    guard var plan = state.runningPlans[branch.setupTag]?.plan else { return nil }
    for change in branch.settings {
      switch change {
      case .learningRate(let rate): plan.configuration.learningRate = rate
      case .optimizerConstants(let optimizer): plan.configuration.optimizer = optimizer
      case .parameter, .structure: break
      }
    }
    return plan
  }

  func draw(in area: Rect, choice: Int, on frame: inout Frame, theme: Theme) {
    let plans = branches.map(plan)
    // Where branches are of different size, so are the numbers of their parameters.
    let counts = branches.map { state.runningPlans[$0.setupTag]?.parameterCount }
    let showsCounts = Set(counts.compactMap { $0 }).count > 1
    let fixedWidth = showsCounts ? 52 : 44
    let knobs = differingKnobs(plans.compactMap { $0 }, most: max((area.width - fixedWidth) / 12, 0))
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    let isRegression = state.session?.setup.data.train.classNames.isEmpty ?? true
    let metric = isRegression ? "R²" : state.text(BilingualText("acc.", zh: "准确率"))
    var columns = [
      Table.Column("", .fixed(1)), Table.Column(state.text(BilingualText("branch", zh: "分支")), .weight(2)),
    ]
    if showsCounts {
      columns.append(Table.Column(state.text(BilingualText("param.", zh: "参数")), .fixed(7), alignment: .right))
    }
    columns += knobs.map { Table.Column(state.text($0.title), .weight(1), alignment: .right) }
    columns += [
      Table.Column(state.text(BilingualText("iter.", zh: "迭代")), .fixed(6), alignment: .right),
      Table.Column(state.text(BilingualText("loss", zh: "损失")), .fixed(7), alignment: .right),
      Table.Column(state.text(BilingualText("test", zh: "测试")), .fixed(7), alignment: .right),
      Table.Column(metric, .fixed(6), alignment: .right),
    ]
    let rows = branches.enumerated().map { index, branch -> [StyledText] in
      let point = branch.evaluations.points.last
      let settings = knobs.map { knob in StyledText(plans[index].map { Self.value(knob, $0) } ?? "", theme.accent) }
      let numbers = [
        // As many digits as the column has room for: a number that is cut off tells nothing.
        point.map { "\($0.completedIterations)" }, point.map { format.text(Float($0.train.loss), width: 7) },
        point?.test.map { format.text(Float($0.loss), width: 7) },
        point.map { format.text(Float(($0.test ?? $0.train).metric), width: 6) },
      ]
      let sign = branch.isCurrent ? String(theme.signs.current) : ""
      let count = showsCounts ? [StyledText(counts[index].map(String.init) ?? "", theme.text)] : []
      return [StyledText(sign, theme.accent), StyledText(state.text(branch.name))] + count + settings
        + numbers.map { StyledText($0 ?? "", theme.text) }
    }
    Table(columns, rows: rows, selected: state.focus == .timeline ? choice : nil).draw(
      in: area, on: &frame, theme: theme)
  }
}
