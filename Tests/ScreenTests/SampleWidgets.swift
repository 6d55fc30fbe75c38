import Screen

/// One of each widget, with contents that exercise it, for laws and goldens that hold for all.
enum SampleWidgets {
  struct Sample {
    let name: String
    let size: Size
    let make: @Sendable (Theme) -> any Widget
  }

  static let modes: [(name: String, capabilities: ScreenCapabilities)] = [
    ("256", .full),
    ("light", ScreenCapabilities(marker: .block, background: .light)),
    ("16", ScreenCapabilities(colors: .sixteen, marker: .block)),
    ("mono", ScreenCapabilities(colors: .mono)),
    ("ascii", .plainest),
  ]

  private static let matrix: [Float?] = (0..<48).map { index in
    switch index {
    case 3: .nan
    case 4: -.infinity
    case 9: 0
    case 45...: nil
    default: Float((index * 37) % 23 - 11) / 20
    }
  }

  private static func curve(_ count: Int, _ end: Double) -> [Double] {
    (0..<count).map { 2.3 / (1 + Double($0) / 12) + end + ($0 % 9 == 4 ? 0.1 : 0) }
  }

  private static func heatmap(_ mode: Heatmap.Mode, _ theme: Theme) -> Heatmap {
    Heatmap(
      rows: 6, columns: 8, values: matrix, scale: .diverging(limit: 0.5, theme.capabilities), mode: mode,
      cursor: .init(row: 2, column: 3), litRows: 4..<5, changed: [.init(row: 5, column: 0)],
      rowLabels: (0..<6).map { "w\($0)" }, format: NumberFormat(glyphs: theme.capabilities.glyphs))
  }

  private static func surface(_ meaning: ScatterSurface.Meaning) -> ScatterSurface {
    let values: [Float] = (0..<400).map { index in
      let x = Float(index % 20) / 10 - 0.95
      let y = Float(index / 20) / 10 - 0.95
      let inside = x * x + y * y
      return meaning == .classes ? (inside < 0.4 ? 1 : 0) : 0.5 - inside
    }
    return ScatterSurface(
      field: .init(rows: 20, columns: 20, values: values), meaning: meaning,
      points: [
        .init(x: 0, y: 0, classIndex: 1), .init(x: 0.8, y: 0.7), .init(x: -0.7, y: 0.2, isHighlighted: true),
        .init(x: 9, y: 9),
      ],
      path: [PlotSample(x: -0.9, y: -0.9), PlotSample(x: -0.5, y: -0.6), PlotSample(x: -0.2, y: -0.4)],
      xRange: -1...1, yRange: -1...1, xTitle: "x", yTitle: "y")
  }

  /// Bars under each other, with their axis.
  private struct Bars: Widget {
    let values: [Double]
    let hasNegativeSide: Bool

    func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
      let limit = SignedBarAxis.limit(for: values)
      for (row, value) in values.enumerated() {
        SignedBar(value, limit: limit, hasNegativeSide: hasNegativeSide).draw(
          in: area.row(row), on: &frame, theme: theme)
      }
      SignedBarAxis(limit: limit, hasNegativeSide: hasNegativeSide)
        .draw(in: area.row(values.count), on: &frame, theme: theme)
    }
  }

  static let all: [Sample] = [
    Sample(name: "signed-bars", size: Size(width: 31, height: 8)) { _ in
      Bars(values: [0.31, -0.47, 0.001, -0.001, 0, .nan, -.infinity], hasNegativeSide: true)
    },
    Sample(name: "bars", size: Size(width: 24, height: 4)) { _ in
      Bars(values: [18, 7.5, 0.02], hasNegativeSide: false)
    },
    Sample(name: "border", size: Size(width: 30, height: 4)) { _ in
      Border(title: "程序 program", number: 1, note: "3 of 9")
    },
    Sample(name: "border-focused", size: Size(width: 30, height: 4)) { _ in
      Border(title: "stage", number: 2, isFocused: true)
    },
    Sample(name: "paragraph", size: Size(width: 28, height: 6)) { theme in
      Paragraph([
        StyledText("Each output pixel is one ") + StyledText("weighted sum", theme.accent) + ".",
        "每个输出像素都是一个小的加权和，（卷积核）滑过图像。",
      ])
    },
    Sample(name: "table", size: Size(width: 36, height: 5)) { theme in
      Table(
        [.init("name"), .init("shape", .fixed(9)), .init("norm", .fixed(8), alignment: .right)],
        rows: (0..<9).map { ["conv\($0) 卷积核的名字", "32×8×8", StyledText("\($0).25", theme.positive)] }, selected: 6)
    },
    Sample(name: "heatmap-numbers", size: Size(width: 64, height: 9)) { heatmap(.numbers, $0) },
    Sample(name: "heatmap-colors", size: Size(width: 40, height: 9)) { heatmap(.colors, $0) },
    Sample(name: "heatmap-both", size: Size(width: 64, height: 9)) { heatmap(.both, $0) },
    Sample(name: "heatmap-digits", size: Size(width: 40, height: 9)) { heatmap(.signAndDigit, $0) },
    Sample(name: "heatmap-scrolled", size: Size(width: 26, height: 6)) { heatmap(.both, $0) },
    Sample(name: "heatmap-halves", size: Size(width: 12, height: 6)) { heatmap(.colors, $0) },
    Sample(name: "heatmap-window", size: Size(width: 52, height: 8)) { theme in
      Heatmap(
        rows: 5, columns: 7, values: matrix, scale: .diverging(limit: 0.6, theme.capabilities), mode: .numbers,
        window: .init(rows: 1..<4, columns: 2..<5), marks: [.init(row: 2, column: 3): "*"],
        format: NumberFormat(glyphs: theme.capabilities.glyphs))
    },
    Sample(name: "heatmap-window-colors", size: Size(width: 24, height: 8)) { theme in
      Heatmap(
        rows: 5, columns: 7, values: matrix, scale: .diverging(limit: 0.6, theme.capabilities), mode: .colors,
        window: .init(rows: -1..<2, columns: 5..<8), marks: [.init(row: 2, column: 3): "*"])
    },
    Sample(name: "heatmap-sequential", size: Size(width: 30, height: 5)) { theme in
      Heatmap(
        rows: 3, columns: 11, values: (0..<33).map { Float($0) / 30 }, scale: .sequential(high: 1, theme.capabilities),
        mode: .colors)
    },
    Sample(name: "large-figures", size: Size(width: 20, height: 5)) { _ in LargeFigures("0.62×") },
    Sample(name: "large-figures-all", size: Size(width: 52, height: 6)) { _ in LargeFigures(">1934578-.NaN") },
    Sample(name: "lineplot", size: Size(width: 56, height: 14)) { _ in
      LinePlot(
        [
          .init("train", values: curve(100, 0) + [.nan, .nan] + curve(20, 0)),
          .init("test 测试", values: curve(120, 0.4)),
        ], xTitle: "iteration", yTitle: "loss", marks: [.init(x: 40, sign: "e")])
    },
    Sample(name: "lineplot-log-crosshair", size: Size(width: 34, height: 10)) { _ in
      LinePlot(
        [.init("train", values: curve(80, 0)), .init("test", values: curve(80, 0.4))], xTitle: "step",
        isLogarithmic: true, crosshair: 30)
    },
    Sample(name: "scatter-classes", size: Size(width: 44, height: 14)) { _ in surface(.classes) },
    Sample(name: "scatter-numbers", size: Size(width: 44, height: 14)) { theme in
      surface(.numbers(.diverging(limit: 1, theme.capabilities)))
    },
    Sample(name: "scatter-arrow", size: Size(width: 44, height: 14)) { theme in
      var surface = surface(.numbers(.sequential(high: 1, theme.capabilities)))
      surface.arrow = .init(dx: 1, dy: 1)
      return surface
    },
    Sample(name: "bar-plot", size: Size(width: 44, height: 8)) { _ in
      BarPlot(
        [
          .init("sgd", 3, label: "3"), .init("momentum", 12.5, label: "12.5"), .init("none", .infinity, label: "never"),
          .init("NaN", .nan, label: "NaN"), .init("less", -2, label: "-2"),
        ], title: "steps")
    },
    Sample(name: "bar-plot-log", size: Size(width: 44, height: 6)) { _ in
      BarPlot(
        [.init("1", 79, label: "79"), .init("all", 21546, label: "21546"), .init("no", 0, label: "0")],
        title: "samples",
        isLogarithmic: true)
    },
    Sample(name: "histogram", size: Size(width: 44, height: 9)) { _ in
      Histogram(low: -1, high: 1, counts: [1, 3, 8, 20, 31, 18, 9, 2, 0, 1], strays: 2, title: "weights")
    },
    Sample(name: "sparkline", size: Size(width: 12, height: 1)) { _ in
      Sparkline([0, 1, 2, 3, .nan, 5, 6, 7, .infinity, 8, 0.001])
    },
    Sample(name: "gauge", size: Size(width: 34, height: 1)) { _ in Gauge(fraction: 0.43, label: "epoch 4 of 10") },
    Sample(name: "tabs", size: Size(width: 30, height: 1)) { _ in TabBar(["loss", "accuracy", "梯度"], selected: 2) },
    Sample(name: "scrollbar", size: Size(width: 3, height: 8)) { _ in
      ScrollBar(Scroll(total: 40, visible: 8, offset: 16))
    },
    Sample(name: "popup", size: Size(width: 44, height: 10)) { _ in
      Popup(title: "Help", lines: ["n  next operation", "N  the same, back"], footer: "Esc close")
    },
    Sample(name: "function", size: Size(width: 44, height: 12)) { _ in
      FunctionPlot(
        [.init("tanh") { 2 / (1 + 1 / (1 + $0 + $0 * $0 / 2)) - 1 }, .init("relu") { max($0, 0) }], xRange: -2...2,
        contact: .init(x: 0.5, y: 0.5, slope: 1))
    },
  ]
}
