import Autodiff
import Datasets
import Screen
import Stepping

/// Drawing on the picture of the image panel, and which class is followed back to its pixels.
enum DrawingCommands {
  static let all: [Command] = [
    command(
      "image.paint", [.character(" "), .enter], BilingualText("Paint the pixel at the cursor", zh: "涂光标处的像素"),
      footer: BilingualText("paint", zh: "涂")
    ) { $0.paint($1) },
    command(
      "image.erase", [.backspace, .delete], BilingualText("Erase it", zh: "擦除"), footer: BilingualText("erase", zh: "擦")
    ) { $0.erase($1) },
    command("image.brighter", [.character("+"), .character("=")], BilingualText("Brighter brush", zh: "画笔更亮")) {
      bench, _ in
      bench.level = min(bench.level + 1, ImageBench.levels)
    },
    command("image.darker", [.character("-")], BilingualText("Darker brush", zh: "画笔更暗")) { bench, _ in
      bench.level = max(bench.level - 1, 1)
    },
    command(
      "image.soft", [.character("*")], BilingualText("Soft brush (half beside it) or sharp", zh: "柔和画笔（旁边减半）或硬画笔"),
      footer: BilingualText("soft", zh: "柔")
    ) { bench, _ in bench.isSoft.toggle() },
    command(
      "image.pen", [.character("_")], BilingualText("Pen down: moving paints; again: up", zh: "落笔：移动即涂；再按抬笔"),
      footer: BilingualText("pen", zh: "笔")
    ) { bench, session in
      bench.isPenDown.toggle()
      if bench.isPenDown { bench.paint(session) }
    },
    command(
      "image.clear", [.control("u")], BilingualText("Empty picture, for a drawing of one's own", zh: "清空，画自己的图"),
      footer: BilingualText("clear", zh: "清空")
    ) { $0.clear($1) },
    command(
      "image.as-it-was", [.control("r")], BilingualText("The sample as it was before it was drawn on", zh: "恢复样本原来的样子")
    ) { bench, _ in bench.drawing = nil },
    command(
      "image.next-class", [.character("}")], BilingualText("Gradient of the next class's output", zh: "下一类输出的梯度"),
      footer: BilingualText("class", zh: "类别")
    ) { turnClass(&$0, by: 1, $1) },
    command("image.previous-class", [.character("{")], BilingualText("Of the previous class's", zh: "上一类输出的梯度")) {
      turnClass(&$0, by: -1, $1)
    },
  ]

  private static func command(
    _ id: String, _ keys: [Key], _ title: BilingualText, footer: BilingualText = BilingualText("", zh: ""),
    _ change: @escaping @Sendable (inout ImageBench, LessonSession) -> Void
  ) -> Command {
    Command(
      id, keys, .image, title, footer: footer, in: .image,
      when: { state in
        if case .disabled(let reason) = Command.Availability.running(state) { return .disabled(reason) }
        return ImagePanel.shape(state) != nil
          ? .enabled
          : .disabled(BilingualText("This lesson's samples are no pictures with classes.", zh: "本课的样本不是带类别的图片。"))
      }
    ) { state in
      guard let session = state.session else { return [] }
      change(&state.image, session)
      return []
    }
  }

  /// From the predicted class, which nil stands for, through all classes and back to it.
  private static func turnClass(_ bench: inout ImageBench, by step: Int, _ session: LessonSession) {
    let count = session.setup.data.train.classNames.count
    let place = (bench.classIndex.map { $0 + 1 } ?? 0) + step
    let wrapped = (place + count + 1) % (count + 1)
    bench.classIndex = wrapped == 0 ? nil : wrapped - 1
  }
}
