public import Autodiff
public import Datasets

extension ForecastTask {
  /// What the naive forecast says, in the series' own steps: `tomorrow = today`, `next year = this year`.
  public var yardstick: BilingualText {
    guard horizon == 1 else { return BilingualText("later = now", zh: "以后 = 现在") }
    switch series.step {
    case .day: return BilingualText("tomorrow = today", zh: "明天 = 今天")
    case .week: return BilingualText("next week = this week", zh: "下周 = 本周")
    case .month: return BilingualText("next month = this month", zh: "下月 = 本月")
    case .year: return BilingualText("next year = this year", zh: "明年 = 今年")
    case nil: return BilingualText("next = now", zh: "下一个 = 现在")
    }
  }
}
