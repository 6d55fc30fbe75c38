import Autodiff
import Screen
import Stepping

/// How things are shown.
enum ViewCommands {
  static let all: [Command] = [
    Command(
      "view.numbers", [.character("v")], .view,
      BilingualText("Numbers, colors, both, or sign and digit", zh: "数字、颜色、两者、或符号加一位数")
    ) {
      $0.view.mode = $0.view.mode.next
      return []
    },
    Command(
      "view.marker", [.character("m")], .view,
      BilingualText("Curves in braille, blocks or ASCII", zh: "曲线用盲文点、方块或 ASCII")
    ) {
      $0.view.marker = $0.view.marker.next
      return []
    },
    Command(
      "view.logarithmic", [.character("y")], .view, BilingualText("Logarithmic or linear loss axis", zh: "损失轴：对数或线性")
    ) {
      $0.view.isLogarithmic.toggle()
      return []
    },
    Command(
      "view.crosshair", [.character("x")], .view,
      BilingualText("Cross-hair on the curves: ◂ ▸ move it and the run", zh: "曲线上的十字线：◂ ▸ 移动，训练随之到该处"),
      when: Command.Availability.running
    ) { state in
      state.view.crosshair = state.view.crosshair == nil ? state.snapshot?.completedIterations ?? 0 : nil
      if state.view.crosshair != nil { state.focus = .curves }
      return []
    },
    Command(
      "view.test-points", [.character("J")], .view, BilingualText("Test points on the surface too", zh: "曲面上也显示测试点")
    ) {
      $0.view.showsTestPoints.toggle()
      return []
    },
    Command(
      "view.decided-surface", [.character("Y")], .view,
      BilingualText("Surface by class or by probability", zh: "曲面按类别或按概率")
    ) {
      $0.view.decidesSurface.toggle()
      return []
    },
    Command(
      "view.language", [.character("L")], .view, BilingualText("English or Chinese", zh: "英文或中文"),
      when: { state in
        state.capabilities.isUnicode
          ? .enabled
          : .disabled(BilingualText("Chinese needs a terminal with UTF-8.", zh: "Chinese needs a terminal with UTF-8."))
      }
    ) {
      $0.language = $0.language == .english ? .chinese : .english
      return []
    },
  ]
}
