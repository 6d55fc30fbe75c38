import Autodiff
import Screen
import Stepping

/// Help, palette, leaving.
enum ProgramCommands {
  static let all: [Command] = [
    Command(
      "help", [.character("?"), .function(1)], .program,
      BilingualText("Keys; Enter runs the chosen line", zh: "按键表；Enter 执行所选一行"), footer: BilingualText("help", zh: "帮助")
    ) {
      $0.overlay = .help(filter: "", choice: 0)
      return []
    },
    Command("palette", [.character(":"), .control("p")], .program, BilingualText("Command palette", zh: "命令面板")) {
      $0.overlay = .palette(filter: "", choice: 0)
      return []
    },
    Command(
      "write.picture", [.character("w")], .program,
      BilingualText("Write a picture of the screen (SVG)", zh: "保存屏幕图片（SVG）")
    ) { _ in
      [.writePicture]
    },
    Command("redraw", [.control("l")], .program, BilingualText("Draw the screen anew", zh: "重画屏幕")) { _ in [] },
    Command(
      "close", [.character("q")], .program,
      BilingualText("Close what is open; at the lesson list, quit", zh: "关闭当前内容；在课程表处则退出"),
      footer: BilingualText("close", zh: "关闭")
    ) { state in
      if !state.questions.isEmpty {
        state.questions = []
        state.focus = .stage
      } else if state.isZoomed {
        state.isZoomed = false
      } else if state.place == .workbench {
        state.place = .lessonList
        state.pace = nil
        return [.trainer(.pause)]
      } else {
        return [.quit]
      }
      return []
    },
  ]
}
