import Autodiff
import Datasets
import Screen
import Stepping

/// What the image panel says in words: which picture, what it is taken for, where the brush is.
struct ImageText {
  let title: String
  let brush: String
  /// Whether the picture is taken for another class than it is.
  let isWrong: Bool

  init(_ session: LessonSession, _ state: WorkbenchState) {
    let (bench, answer) = (state.image, state.snapshot?.image)
    let format = NumberFormat(glyphs: state.capabilities.glyphs)
    let names = session.setup.data.train.classNames
    let truth = bench.truth(session)
    isWrong = truth != nil && bench.drawing == nil && answer != nil && truth != answer?.predicted
    var what = BilingualText("own drawing", zh: "自己画的图")
    if let sample = bench.current(session), let truth {
      let part = sample.part == .test ? BilingualText("test", zh: "测试") : BilingualText("training", zh: "训练")
      let name = names[safe: truth] ?? ""
      what = BilingualText(
        "\(part.english) #\(sample.index) is \(name)", zh: "\(part.chinese) #\(sample.index) 是 \(name)")
      if bench.drawing != nil { what = BilingualText("\(what.english), edited", zh: "\(what.chinese)，已修改") }
    }
    if let answer, let probability = answer.probabilities[safe: answer.predicted] {
      let (name, p) = (names[safe: answer.predicted] ?? "", format.text(probability))
      what = BilingualText(
        "\(what.english): taken for \(name), p \(p)", zh: "\(what.chinese)：判为 \(name)，概率 \(p)")
    }
    title = state.text(what)

    let (_, _, width) = Picture.sizes(session.setup.data.train.exampleShape)
    let cell = bench.row * width + bench.column
    let value = bench.pixels(session)[safe: cell].map { format.text($0) } ?? ""
    let slope = answer?.saliency[safe: cell].map { format.text($0) } ?? ""
    let kind = bench.isSoft ? BilingualText("soft", zh: "柔") : BilingualText("sharp", zh: "硬")
    let pen = bench.isPenDown ? BilingualText(", pen down", zh: "，落笔") : BilingualText("", zh: "")
    let level = "\(bench.level)/\(ImageBench.levels)"
    brush = state.text(
      BilingualText(
        "[\(bench.row), \(bench.column)] = \(value), ∂ \(slope)  brush \(level) \(kind.english)\(pen.english)",
        zh: "[\(bench.row), \(bench.column)] = \(value)，∂ \(slope)  画笔 \(level) \(kind.chinese)\(pen.chinese)"))
  }
}
