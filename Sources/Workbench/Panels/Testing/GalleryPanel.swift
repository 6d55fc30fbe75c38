import Autodiff
import Datasets
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let gallery = PanelID("gallery")
}

/// Pictures, words or texts with what the network takes them for: the worst mistakes first, all test samples, training
/// samples, or one class or cell of the confusion matrix. `[` and `]` change between them, Enter opens one.
enum GalleryPanel: Panel {
  static let id = PanelID.gallery
  static let title = BilingualText("gallery", zh: "图库")
  static let letter: Character? = "W"
  static let minimumSize = Size(width: 26, height: 6)

  enum View: CaseIterable {
    case mistakes, test, training, chosen

    var title: BilingualText {
      switch self {
      case .mistakes: BilingualText("worst mistakes", zh: "最严重的错误")
      case .test: BilingualText("test", zh: "测试")
      case .training: BilingualText("training", zh: "训练")
      case .chosen: BilingualText("chosen", zh: "所选")
      }
    }
  }

  static func views(_ state: WorkbenchState) -> [View] {
    let hasTest = (state.session?.setup.data.test.count ?? 0) > 0
    return View.allCases.filter { view in
      switch view {
      case .mistakes, .training: true
      case .test: hasTest
      case .chosen: !state.gallery.isEmpty
      }
    }
  }

  static func view(_ state: WorkbenchState) -> View {
    let views = views(state)
    return views[((state[id].tab % views.count) + views.count) % views.count]
  }

  /// The part of the data that is shown; nil where there is nothing of the kind to classify.
  static func part(_ state: WorkbenchState) -> DataPart? {
    guard let session = state.session, ImagePanel.shape(state) != nil || isWritten(session) else { return nil }
    let data = session.setup.data
    switch view(state) {
    case .mistakes, .test: return data.test.count > 0 ? .test : .train
    case .training: return .train
    case .chosen: return data.test.count > 0 ? state.gallery.part : .train
    }
  }

  /// Whether samples are words or texts of some class, and no pictures.
  private static func isWritten(_ session: LessonSession) -> Bool {
    if case .classes? = session.texts?.question { return true }
    return session.words != nil
  }

  /// Whether the panel in focus shows one sample that was chosen, from which Esc leads here.
  static func isBehindFocus(_ state: WorkbenchState) -> Bool {
    guard part(state) != nil else { return false }
    return switch state.focus {
    case .image: state.image.sample != nil
    case .word: (state.session?.words == nil ? state.textBench.sample : state.word.sample) != nil
    default: false
    }
  }

  /// The samples shown, in their order.
  static func samples(_ test: ClassificationTest, _ state: WorkbenchState) -> [Int] {
    switch view(state) {
    case .mistakes: test.mistakes
    case .test, .training: Array(0..<test.testedCount)
    case .chosen: test.samples(truth: state.gallery.truth, predicted: state.gallery.predicted)
    }
  }

  static func note(_ state: WorkbenchState) -> String {
    guard let part = part(state), let test = state.snapshot?.tests[part] else { return "" }
    return state.text(
      BilingualText("after iteration \(test.completedIterations)", zh: "第 \(test.completedIterations) 次迭代后"))
  }

  // MARK: Drawing

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let session = state.session, area.height >= 3 else { return }
    frame.clipped(to: area) { draw(session, state, in: area.inset(left: 1), on: &$0, theme) }
  }

  private static func draw(
    _ session: LessonSession, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    guard let part = part(state) else {
      let text = BilingualText(
        "A gallery shows classified pictures, words or texts; this lesson has none.",
        zh: "图库显示被分类的图片、单词或文本；本课没有这样的样本。")
      return Paragraph(state.text(text), style: theme.muted).draw(in: area, on: &frame, theme: theme)
    }
    let views = views(state)
    TabBar(views.map { state.text($0.title) }, selected: views.firstIndex(of: view(state)) ?? 0)
      .draw(in: area.row(0), on: &frame, theme: theme)
    guard let test = state.snapshot?.tests[part] else { return }
    let samples = samples(test, state)
    frame.put(summary(test, samples.count, state), in: area, row: 1, style: theme.muted)
    let data = part == .train ? session.setup.data.train : session.setup.data.test
    let plan = GalleryPlan(data, kind(session), in: area.inset(top: 2), theme)
    let chosen = min(max(state[id].choice, 0), max(samples.count - 1, 0))
    var scroll = Scroll(total: (samples.count + plan.across - 1) / plan.across, visible: plan.down)
    scroll.reveal(chosen / plan.across)
    for index in scroll.offset * plan.across..<min((scroll.offset + plan.down) * plan.across, samples.count) {
      let tile = plan.tile(index - scroll.offset * plan.across)
      let reference = SampleReference(part: part, index: samples[index])
      draw(reference, of: test, data, plan, in: tile, session, state, on: &frame, theme)
      guard index == chosen else { continue }
      frame.restyle(tile.row(0), with: state.focus == id ? theme.selection : theme.changed)
      if state.focus == id { frame.clipped(to: area) { $0.cursor = Point(x: tile.x, y: tile.y) } }
    }
    ScrollBar(scroll).draw(in: area.inset(top: 2), on: &frame, theme: theme)
  }

  private static func kind(_ session: LessonSession) -> GalleryPlan.Kind {
    session.words != nil ? .words : isWritten(session) ? .texts : .pictures
  }

  private static func draw(
    _ reference: SampleReference, of test: ClassificationTest, _ data: Dataset, _ plan: GalleryPlan, in tile: Rect,
    _ session: LessonSession, _ state: WorkbenchState, on frame: inout Frame, _ theme: Theme
  ) {
    let (names, sample) = (data.classNames, reference.index)
    let truth = names[safe: test.truths[sample]] ?? ""
    let word = session.words == nil ? nil : session.setup.data.word(sample, in: reference.part)
    let what = word.map { "#\(sample) \($0)" } ?? "#\(sample)"
    let title = state.text(BilingualText("\(what) is \(truth)", zh: "\(what) 是 \(truth)"))
    frame.put(title, in: tile, style: theme.title)
    var body = tile.inset(top: 1)
    switch plan.kind {
    case .words: break
    case .texts:
      let text = SampleInView.example(reference, session).flatMap { session.texts?.text($0) } ?? ""
      let lines = TextWrapping(columns: max(body.width, 1)).lines(text).prefix(GalleryPlan.textLines)
      for (row, line) in lines.enumerated() { frame.put(line, in: body, row: row) }
      body = body.inset(top: GalleryPlan.textLines)
    case .pictures:
      let picture = Picture(data.example(sample), shape: data.exampleShape, range: session.pixelRange, theme)
      let place = Rect(x: body.x, y: body.y, width: plan.picture.width, height: plan.picture.height)
      picture.averaged(by: plan.divisor).view().draw(in: place, on: &frame, theme: theme)
      body = body.inset(left: plan.picture.width + 1)
    }
    ClassBars(
      names: names, probabilities: Array(test.probabilities(of: sample)), predicted: test.predicted[sample],
      truth: test.truths[sample], classes: test.likeliest(3, of: sample)
    ).draw(in: body, on: &frame, theme: theme)
  }

  /// `12 of 360 wrong, accuracy 0.967`, and whether those are all samples there are.
  private static func summary(_ test: ClassificationTest, _ shown: Int, _ state: WorkbenchState) -> String {
    let count = test.testedCount
    let wrong = test.mistakes.count
    let accuracy = NumberFormat().text(Double(count - wrong) / Double(max(count, 1)), decimals: 3)
    var text = BilingualText(
      "\(wrong) of \(count) wrong, accuracy \(accuracy)", zh: "\(count) 个中错 \(wrong) 个，准确率 \(accuracy)")
    if view(state) == .chosen {
      let names = state.session?.setup.data.train.classNames ?? []
      let truth = state.gallery.truth.flatMap { names[safe: $0] } ?? "*"
      let predicted = state.gallery.predicted.flatMap { names[safe: $0] } ?? "*"
      text = BilingualText(
        "\(shown) that are \(truth), taken for \(predicted)", zh: "\(shown) 个：真值 \(truth)，判为 \(predicted)")
    }
    guard count < test.sampleCount else { return state.text(text) }
    return state.text(
      BilingualText(
        "\(text.english) (the first \(count) of \(test.sampleCount))",
        zh: "\(text.chinese)（\(test.sampleCount) 个中的前 \(count) 个）"))
  }

  // MARK: Keys

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let session = state.session, let part = part(state), let test = state.snapshot?.tests[part],
      let area = WorkbenchLayout(state).panels.first(where: { $0.id == id })?.area
    else { return false }
    let data = part == .train ? session.setup.data.train : session.setup.data.test
    let inside = Border().inside(area).inset(left: 1, top: 2)
    let plan = GalleryPlan(data, kind(session), in: inside, state.theme)
    let last = max(samples(test, state).count - 1, 0)
    let step =
      switch movement {
      case .left: -1
      case .right: 1
      case .up: -plan.across
      case .down: plan.across
      case .pageUp: -plan.across * plan.down
      case .pageDown: plan.across * plan.down
      }
    state[id].choice = min(max(min(state[id].choice, last) + step, 0), last)
    guard let sample = samples(test, state)[safe: state[id].choice] else { return true }
    // The panel of one sample goes along, unless somebody is drawing there.
    let reference = SampleReference(part: part, index: sample)
    state.readSample(reference)
    if state.image.drawing == nil { state.image.sample = reference }
    return true
  }

  /// Opens the chosen sample.
  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let part = part(state), let test = state.snapshot?.tests[part] else { return false }
    let samples = samples(test, state)
    guard let sample = samples[safe: min(max(state[id].choice, 0), samples.count - 1)] else { return false }
    let reference = SampleReference(part: part, index: sample)
    if state.session?.words == nil, state.session?.texts == nil {
      ImagePanel.open(reference, &state)
    } else {
      WordPanel.open(reference, &state)
    }
    return true
  }
}
