import Autodiff
import Datasets
import Lessons
import NeuralNet
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let data = PanelID("data")
}

/// What the network makes of the data: the decision surface with the points, the response to one feature, the loss
/// surface, predictions against truth, the confusion matrix. `[` and `]` change between them.
enum DataPanel: Panel {
  static let id = PanelID.data
  static let title = BilingualText("data", zh: "数据")
  static let minimumSize = Size(width: 20, height: 6)

  enum Tab: CaseIterable {
    case surface, predictions, confusion, response, lossSurface

    var title: BilingualText {
      switch self {
      case .surface: BilingualText("surface", zh: "决策面")
      case .response: BilingualText("response", zh: "响应")
      case .lossSurface: BilingualText("loss surface", zh: "损失曲面")
      case .predictions: BilingualText("predictions", zh: "预测")
      case .confusion: BilingualText("confusion", zh: "混淆矩阵")
      }
    }
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let session = state.session else { return false }
    switch tab(session, state) {
    case .response: return ResponseTab.move(movement, &state)
    case .lossSurface: return LossSurfaceTab.move(movement, &state)
    case .confusion: return ConfusionTab.move(movement, session, &state)
    case .surface, .predictions: return state.scroll(id, movement)
    }
  }

  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let session = state.session else { return false }
    switch tab(session, state) {
    case .lossSurface: return LossSurfaceTab.takeCursor(&state)
    case .confusion: return ConfusionTab.showSamples(session, &state)
    case .surface, .predictions, .response: return false
    }
  }

  /// The tabs that make sense for the lesson's data.
  static func tabs(_ session: LessonSession) -> [Tab] {
    let data = session.setup.data.train
    // What tells most comes first: with one feature the response, with many classes where they are confused.
    let isText = data.tokens != nil
    let areManyClasses = data.hasOneClassEach && data.classNames.count > 2 && (data.exampleShape.rank > 1 || isText)
    let first: Tab =
      data.featureCount < 2 ? .response : areManyClasses ? .confusion : isText ? .predictions : .surface
    let all = [first] + Tab.allCases.filter { $0 != first }
    return all.filter { tab in
      switch tab {
      // A token's number is a name: there is nothing between two of them.
      case .surface: data.featureCount >= 2 && data.exampleShape.rank == 1 && !isText
      case .response: data.exampleShape.rank == 1 && !isText
      case .lossSurface, .predictions: true
      case .confusion: data.hasOneClassEach
      }
    }
  }

  static func tab(_ session: LessonSession, _ state: WorkbenchState) -> Tab {
    let tabs = tabs(session)
    let count = tabs.count
    return tabs[((state[id].tab % count) + count) % count]
  }

  static func surfaceRequest(_ session: LessonSession, _ state: WorkbenchState) -> SurfaceRequest? {
    switch tab(session, state) {
    case .surface: break
    case .response: return ResponseTab.request(session, state)
    case .lossSurface, .predictions, .confusion: return nil
    }
    let data = session.setup.data.train
    guard data.featureCount >= 2 else { return nil }
    return SurfaceRequest(
      columns: 48, rows: 48, horizontalRange: range(data, 0), verticalRange: range(data, 1))
  }

  /// The range of a feature over the training samples, with a margin.
  static func range(_ data: Dataset, _ feature: Int) -> ClosedRange<Float> {
    let values = stride(from: feature, to: data.inputs.values.count, by: data.featureCount).map {
      data.inputs.values[$0]
    }
    let (low, high) = (values.min() ?? -1, values.max() ?? 1)
    let margin = max((high - low) * 0.08, 0.1)
    return low - margin...high + margin
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let session = state.session, let snapshot = state.snapshot, area.height >= 3 else { return }
    let tabs = tabs(session)
    let current = tab(session, state)
    TabBar(tabs.map { state.text($0.title) }, selected: tabs.firstIndex(of: current) ?? 0)
      .draw(in: area.row(0), on: &frame, theme: theme)
    let body = area.inset(top: 1)
    switch current {
    case .surface:
      let hasLegend = body.height >= 8
      if hasLegend { frame.put(legend(session, state, theme), in: body, style: theme.muted) }
      drawSurface(session, snapshot, state.view, in: hasLegend ? body.inset(top: 1) : body, on: &frame, theme)
    case .response: ResponseTab.draw(session, state, in: body, on: &frame, theme)
    case .lossSurface: LossSurfaceTab.draw(state, in: body, on: &frame, theme)
    case .predictions: drawPredictions(session, snapshot, state, in: body, on: &frame, theme)
    case .confusion: ConfusionTab.draw(session, snapshot, state, in: body, on: &frame, theme)
    }
  }

  /// Which mark and which ground belong to which class.
  private static func legend(_ session: LessonSession, _ state: WorkbenchState, _ theme: Theme) -> String {
    let names = session.setup.data.train.classNames
    guard !names.isEmpty else {
      return state.text(BilingualText("ground: prediction, blue low, orange high", zh: "底色：预测值，蓝低橙高"))
    }
    let marks = names.enumerated().map { "\(theme.signs.pointMark($0)) \($1)" }.joined(separator: "  ")
    let hollow = state.view.showsTestPoints ? state.text(BilingualText("   hollow: test", zh: "   空心：测试")) : ""
    guard names.count == 2 else { return marks + hollow }
    let ground = BilingualText("ground: blue \(names[0]), orange \(names[1])", zh: "底色：蓝 \(names[0])，橙 \(names[1])")
    return "\(marks)\(hollow)   \(state.text(ground))"
  }

  /// A sample by its first two features; one of the test part has the hollow mark of its class.
  private static func point(
    _ index: Int, of data: Dataset, isHighlighted: Bool = false, isTest: Bool = false
  ) -> ScatterSurface.DataPoint {
    let example = data.example(index)
    let classIndex = data.classNames.isEmpty ? (data.targets[index] > 0 ? 1 : 0) : Int(data.targets[index])
    return ScatterSurface.DataPoint(
      x: Double(example[example.startIndex]), y: Double(example[example.startIndex + 1]),
      classIndex: isTest ? classIndex + hollowMarks : classIndex, isHighlighted: isHighlighted)
  }

  /// Where the hollow marks begin among the marks of classes.
  private static let hollowMarks = 4

  private static func drawSurface(
    _ session: LessonSession, _ snapshot: Snapshot, _ view: ViewOptions, in area: Rect, on frame: inout Frame,
    _ theme: Theme
  ) {
    let data = session.setup.data.train
    let request = snapshot.surface?.request
    let (x, y) = (request?.horizontalRange ?? range(data, 0), request?.verticalRange ?? range(data, 1))
    var field: ScatterSurface.Field?
    var meaning = ScatterSurface.Meaning.numbers(.diverging(limit: 0.5, theme.capabilities))
    if let surface = snapshot.surface {
      let cells = surface.request.columns * surface.request.rows
      let isRegression = data.classNames.isEmpty
      let values: [Float]
      if surface.outputCount > 1 {
        values = (0..<cells).map { cell in
          Float(
            Accuracy.predictedClass(surface.predictions[cell * surface.outputCount..<(cell + 1) * surface.outputCount]))
        }
        meaning = .classes
      } else {
        // One probability: blue below one half, orange above.
        values = surface.predictions.map { prediction in
          if isRegression { return prediction }
          return view.decidesSurface ? (prediction < 0.5 ? -0.5 : 0.5) : prediction - 0.5
        }
        if isRegression { meaning = .numbers(.diverging(covering: values, theme.capabilities)) }
      }
      field = ScatterSurface.Field(rows: surface.request.rows, columns: surface.request.columns, values: values)
    }
    let batch = Set(snapshot.moment.position > 0 ? snapshot.batchSamples : [])
    let isWholeBatch = batch.count > 30
    var points = (0..<data.count).map { index in
      point(index, of: data, isHighlighted: !isWholeBatch && batch.contains(index))
    }
    if view.showsTestPoints {
      let test = session.setup.data.test
      points += (0..<test.count).map { point($0, of: test, isTest: true) }
    }
    ScatterSurface(
      field: field, meaning: meaning, points: points, xRange: Double(x.lowerBound)...Double(x.upperBound),
      yRange: Double(y.lowerBound)...Double(y.upperBound), xTitle: DataText.title(data.featureNames[0]),
      yTitle: DataText.title(data.featureNames[1])
    ).draw(in: area, on: &frame, theme: theme)
  }

  private static func drawPredictions(
    _ session: LessonSession, _ snapshot: Snapshot, _ state: WorkbenchState, in area: Rect, on frame: inout Frame,
    _ theme: Theme
  ) {
    guard let predictions = snapshot.predictions else { return }
    if session.setup.data.train.task.asksAtEveryPosition {
      return TokenPredictions.draw(predictions, session, state, in: area, on: &frame, theme)
    }
    let hasTest = !predictions.test.isEmpty
    let data = hasTest ? session.setup.data.test : session.setup.data.train
    let values = hasTest ? predictions.test : predictions.train
    let outputs = predictions.outputCount
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    // Of a picture the means over its pixels: truth, prediction, and how far they are apart.
    let isPictures = data.targetShape.count > 1
    func word(_ index: Int) -> String? { session.setup.data.word(index, in: hasTest ? .test : .train) }
    let rows = (0..<data.count).map { index -> [StyledText] in
      let prediction = values[index * outputs..<(index + 1) * outputs]
      if isPictures {
        let target = data.targets.values[index * outputs..<(index + 1) * outputs]
        let errors = zip(prediction, target).map { abs($0 - $1) }
        return [StyledText("\(index)", theme.muted)]
          + [Array(target), Array(prediction), errors].map { numbers in
            StyledText(format.text(Float(numbers.reduce(0) { $0 + Double($1) } / Double(max(numbers.count, 1)))))
          }
      }
      if data.classNames.isEmpty {
        let error = prediction.first.map { abs($0 - data.targets[index]) } ?? 0
        return [
          StyledText("\(index)", theme.muted), StyledText(format.text(data.targets[index])),
          StyledText(prediction.first.map(format.text) ?? ""), StyledText(format.text(error), theme.muted),
        ]
      }
      let predicted = Accuracy.predictedClass(prediction)
      let truth = Int(data.targets[index])
      let isRight = predicted == truth
      let certainty = outputs == 1 ? prediction.first.map { predicted == 1 ? $0 : 1 - $0 } : prediction.max()
      return [
        StyledText(word(index).map { "\(index) \($0)" } ?? "\(index)", theme.muted),
        StyledText(data.classNames[safe: truth] ?? ""),
        StyledText(
          "\(isRight ? theme.signs.done : theme.signs.wrong) \(data.classNames[safe: predicted] ?? "")",
          isRight ? theme.good : theme.warning),
        StyledText(certainty.map { format.text($0) } ?? ""),
      ]
    }
    let part = hasTest ? BilingualText("test", zh: "测试") : BilingualText("train", zh: "训练")
    Table(
      [
        Table.Column(state.text(part), .fixed(6 + (session.words.map { $0.alphabet.steps } ?? 0))),
        Table.Column(
          state.text(isPictures ? BilingualText("mean of truth", zh: "真值平均") : BilingualText("truth", zh: "真值"))),
        Table.Column(
          state.text(
            isPictures ? BilingualText("mean predicted", zh: "预测平均") : BilingualText("predicted", zh: "预测"))),
        Table.Column(
          isPictures ? state.text(BilingualText("mean |error|", zh: "平均误差")) : "p", .fixed(isPictures ? 12 : 7)),
      ], rows: rows, scroll: state[id].scroll
    ).draw(in: area, on: &frame, theme: theme)
  }
}

/// Data in words: raw numbers behind standardized ones.
enum DataText {
  /// `flipper length (mm)`
  static func title(_ featureName: String) -> String {
    step(of: featureName).map { "\($0.name) (t \($0.step))" } ?? FeatureName(featureName).title
  }

  /// Step and name of a number of a sequence: `7:é`; nil for other numbers.
  private static func step(of featureName: String) -> (step: Int, name: Substring)? {
    guard let colon = featureName.firstIndex(of: ":"), let step = Int(featureName[..<colon]) else { return nil }
    return (step, featureName[featureName.index(after: colon)...])
  }

  /// The raw number that a standardized input was made from, with its sample.
  static func sample(of address: CellAddress, _ snapshot: Snapshot, _ state: WorkbenchState) -> String {
    guard let session = state.session else { return "" }
    let program = snapshot.program
    let data = session.setup.data
    let isFeature = program.inputs.first == address.slot
    if data.train.tokens != nil { return TokenText.sample(of: address, snapshot, session, state) }
    // A sample is a row of numbers, a picture or a sequence.
    let perSample = max(program[address.slot].shape.count / max(snapshot.batchSamples.count, 1), 1)
    guard let index = snapshot.batchSamples[safe: address.cell / perSample] else { return "" }
    if isFeature {
      let feature = address.cell % perSample
      let raw = data.raw.example(data.trainExamples[index])
      guard let name = data.train.featureNames[safe: feature] else { return "" }
      let number = raw[raw.startIndex + feature]
      let value = NumberFormat(significantDigits: 4, trimsZeros: true).text(number)
      if session.plan.sampleEdits.contains(where: { $0.sample == index && $0.place == .feature(feature) }) {
        return state.text(
          BilingualText(
            "Sample \(index): \(title(name)), set by hand; it was \(value) as measured.",
            zh: "样本 \(index)：\(title(name))，已手动设定；原始值是 \(value)。"))
      }
      if let word = data.word(index, in: .train), let (step, letter) = step(of: name) {
        return state.text(
          BilingualText(
            "Sample \(index), \"\(word)\": 1 if \(letter) is read in step \(step).",
            zh: "样本 \(index)，“\(word)”：第 \(step) 步读到 \(letter) 则为 1。"))
      }
      // Generated points and samples worked out by hand are seen as they are.
      if data.train.example(index)[data.train.example(index).startIndex + feature] == number {
        return state.text(BilingualText("Sample \(index): its \(title(name)).", zh: "样本 \(index) 的 \(title(name))。"))
      }
      guard data.isStandardized else {
        return state.text(
          BilingualText(
            "Sample \(index): \(title(name)) is \(value) as measured; the network sees it on another scale.",
            zh: "样本 \(index)：\(title(name)) 的原始值是 \(value)；网络看到的是换了尺度的值。"))
      }
      return state.text(
        BilingualText(
          "Sample \(index): \(title(name)) is \(value) as measured; the network sees it standardized.",
          zh: "样本 \(index)：\(title(name)) 的原始值是 \(value)；网络看到的是标准化后的值。"))
    }
    guard let label = data.train.classIndex(index), let name = data.train.classNames[safe: label] else {
      return state.text(BilingualText("The target of sample \(index).", zh: "样本 \(index) 的目标值。"))
    }
    return state.text(
      BilingualText("Sample \(index) is \(name): class \(label).", zh: "样本 \(index) 是 \(name)：类别 \(label)。"))
  }
}
