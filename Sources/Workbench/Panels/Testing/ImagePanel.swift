import Autodiff
import Datasets
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let image = PanelID("image")
}

/// One picture through the network: class probabilities, the gradient of a class's output with respect to every
/// pixel, and the maps of every layer. The picture can be drawn on, and everything answers.
enum ImagePanel: Panel {
  static let id = PanelID.image
  static let title = BilingualText("image", zh: "图像")
  static let letter: Character? = "V"
  static let minimumSize = Size(width: 30, height: 8)

  /// The shape of a picture; nil where samples are no pictures with classes.
  static func shape(_ state: WorkbenchState) -> Shape? {
    guard let data = state.session?.setup.data.train, data.exampleShape.rank == 3, !data.classNames.isEmpty else {
      return nil
    }
    return data.exampleShape
  }

  static func request(_ session: LessonSession, _ state: WorkbenchState) -> ImageRequest? {
    guard shape(state) != nil else { return nil }
    return ImageRequest(pixels: state.image.pixels(session), classIndex: state.image.classIndex)
  }

  /// Takes a sample up.
  static func open(_ sample: SampleReference, _ state: inout WorkbenchState) {
    state.image.sample = sample
    state.image.drawing = nil
    state.image.classIndex = nil
    state.image.isPenDown = false
    state.focus = id
  }

  private static func showsMaps(_ state: WorkbenchState) -> Bool { !state[id].tab.isMultiple(of: 2) }

  static func note(_ state: WorkbenchState) -> String {
    guard let answer = state.snapshot?.image else { return "" }
    return state.text(
      BilingualText("after iteration \(answer.completedIterations)", zh: "第 \(answer.completedIterations) 次迭代后"))
  }

  // MARK: Drawing

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let session = state.session, area.height >= 4 else { return }
    frame.clipped(to: area) { draw(session, state, in: area.inset(left: 1), on: &$0, theme) }
  }

  private static func draw(
    _ session: LessonSession, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    guard let shape = shape(state) else {
      let text = BilingualText("This lesson's samples are no pictures with classes.", zh: "本课的样本不是带类别的图片。")
      return Paragraph(state.text(text), style: theme.muted).draw(in: area, on: &frame, theme: theme)
    }
    let tabs = [BilingualText("picture", zh: "图片"), BilingualText("feature maps", zh: "特征图")].map { state.text($0) }
    TabBar(tabs, selected: showsMaps(state) ? 1 : 0).draw(in: area.row(0), on: &frame, theme: theme)
    let words = ImageText(session, state)
    frame.put(words.title, in: area, row: 1, style: words.isWrong ? theme.warning : theme.text)
    guard let answer = state.snapshot?.image else { return }
    let body = area.inset(top: 2)
    if showsMaps(state) {
      FeatureMapGrid(answer, state).draw(in: body, from: state[id].scroll, on: &frame, theme: theme)
      return
    }
    frame.put(words.brush, in: body, style: theme.muted)
    let used = drawPicture(answer, shape, session, state, in: body.inset(top: 1), on: &frame, theme)
    let rest = body.inset(top: 2 + used)
    guard rest.height >= 5 else { return }
    FeatureMapGrid(answer, state).draw(in: rest, from: state[id].scroll, on: &frame, theme: theme)
  }

  /// Picture, gradient and probabilities side by side; gives back how many rows they take.
  private static func drawPicture(
    _ answer: ImageExamination, _ shape: Shape, _ session: LessonSession, _ state: WorkbenchState, in area: Rect,
    on frame: inout Frame, _ theme: Theme
  ) -> Int {
    let (channels, rows, columns) = Picture.sizes(shape)
    let names = session.setup.data.train.classNames
    let nameWidth = min(names.map { frame.widths.columns(of: $0) }.max() ?? 1, 12)
    let limit = Double(answer.saliency.lazy.filter(\.isFinite).map(abs).max() ?? 0)
    let picture = Picture(state.image.pixels(session), shape: shape, range: session.pixelRange, theme)
    let gradient = Picture(
      signed: Picture.overChannels(answer.saliency, channels), rows: rows, columns: columns, limit: limit, theme)
    let cursor = PixelImage.Place(row: state.image.row, column: state.image.column)
    let views = [picture, gradient].map { $0.view(cursor: cursor, hasMargins: true) }
    // Above a title, below the scale; beside them sign, name, bar and number of each class.
    let room = Size(width: (area.width - nameWidth - 16) / 2, height: area.height - 2)
    let sizes = views.map { $0.size(in: room, theme: theme) }
    let legends = [picture, gradient].map { ScaleLegend(scale: $0.scale).text(within: max(room.width, 16), theme) }
    let widths = sizes.indices.map { index in
      max(min(sizes[index].width, room.width), frame.widths.columns(of: legends[index].text) + 1)
    }
    let parts = Layout.split(
      area, .horizontally, widths.map { .fixed($0) } + [.weight(1)], spacing: 1)
    let height = min(sizes.map(\.height).max() ?? 0, max(area.height - 2, 0))
    let followed = names[safe: answer.classIndex] ?? ""
    let titles = [
      BilingualText("picture", zh: "图片"),
      BilingualText("∂output \(followed)/∂pixel", zh: "∂输出 \(followed)/∂像素"),
    ]
    // The picture last: the terminal's cursor stands there.
    for index in [1, 0] {
      let part = parts[index]
      frame.put(state.text(titles[index]), in: part, style: theme.title)
      views[index].draw(in: part.inset(top: 1).top(height), on: &frame, theme: theme)
      frame.clipped(to: part) { $0.put(legends[index], x: part.x + 1, y: part.y + 1 + height) }
    }
    if state.focus != id { frame.cursor = nil }
    frame.put(state.text(BilingualText("probability", zh: "概率")), in: parts[2], style: theme.title)
    let lines = max(area.height - 1, 1)
    let ranked = answer.probabilities.indices.sorted { answer.probabilities[$0] > answer.probabilities[$1] }
    ClassBars(
      names: names, probabilities: answer.probabilities, predicted: answer.predicted,
      truth: state.image.truth(session), chosen: answer.classIndex,
      classes: names.count <= lines ? Array(names.indices) : Array(ranked.prefix(lines))
    ).draw(in: parts[2].inset(top: 1), on: &frame, theme: theme)
    return 1 + max(height + 1, min(names.count, lines))
  }

  // MARK: Keys

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let session = state.session, shape(state) != nil else { return false }
    switch movement {
    case .pageUp, .pageDown: return state.scroll(id, movement)
    case .up, .down:
      if showsMaps(state) { return state.scroll(id, movement) }
      state.image.move(rows: movement == .up ? -1 : 1, columns: 0, session)
    case .left: state.image.move(rows: 0, columns: -1, session)
    case .right: state.image.move(rows: 0, columns: 1, session)
    }
    if state.image.isPenDown, !showsMaps(state) { state.image.paint(session) }
    return true
  }
}

extension Rect {
  /// Its first so many rows.
  fileprivate func top(_ rows: Int) -> Rect { inset(bottom: height - min(rows, height)) }
}

extension Picture {
  /// The sum over the channels, pixel by pixel: how a class answers when all channels of a pixel are raised alike.
  static func overChannels(_ values: [Float], _ channels: Int) -> [Float] {
    guard channels > 1 else { return values }
    let size = values.count / channels
    return (0..<size).map { pixel in (0..<channels).reduce(0) { $0 + values[$1 * size + pixel] } }
  }
}
