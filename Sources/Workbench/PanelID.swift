public import Autodiff

/// The panels of the workbench. The number of each is the key that focuses it.
public enum PanelID: Int, Hashable, Sendable, CaseIterable {
  case program = 1
  case stage, why, curves, knobs, network, lesson, data, log

  public var title: BilingualText {
    switch self {
    case .program: BilingualText("program", zh: "程序")
    case .stage: BilingualText("stage", zh: "舞台")
    case .why: BilingualText("why", zh: "为什么")
    case .curves: BilingualText("curves", zh: "曲线")
    case .knobs: BilingualText("knobs", zh: "旋钮")
    case .network: BilingualText("network", zh: "网络")
    case .lesson: BilingualText("lesson", zh: "课文")
    case .data: BilingualText("data", zh: "数据")
    case .log: BilingualText("log", zh: "日志")
    }
  }
}
