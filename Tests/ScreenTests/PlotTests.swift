import Screen
import Testing

@Suite struct PlotTests {
  private let size = Size(width: 60, height: 14)

  private func plot(_ values: [Double], isLogarithmic: Bool = false, _ capabilities: ScreenCapabilities = .full)
    -> Frame
  {
    var frame = Frame(size: size)
    LinePlot([.init("loss", values: values)], isLogarithmic: isLogarithmic)
      .draw(in: frame.bounds, on: &frame, theme: Theme(capabilities))
    return frame
  }

  @Test func aSpikeAmongThousandsStaysInSight() {
    var values = [Double](repeating: 0, count: 100_000)
    values[70_123] = 1
    let lines = plot(values).lines
    // The uppermost row of the curve has dots only at the spike.
    let top = lines[1].unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }
    #expect(top.count == 1)
  }

  @Test func notANumberIsAGapWithALetter() {
    var values = (0..<50).map(Double.init)
    values[20] = .nan
    values[30] = .infinity
    let lines = plot(values).lines
    #expect(lines[12].contains("N"))
    #expect(lines[12].contains("I"))
  }

  @Test func hostileSeriesAreDrawn() {
    let series: [[Double]] = [
      [], [1], [.nan], [.infinity, -.infinity], [3, 3, 3], [0, 0], [1e38, -1e38], [1e308, -1e308],
      [.leastNonzeroMagnitude, 0], [.leastNonzeroMagnitude], [1e-45, 2e-45], [-1, -2], [0, 1e-300, 1e300],
      [.greatestFiniteMagnitude, 0],
      [.nan, 1, .nan], [1, .infinity, 2],
    ]
    for values in series {
      for isLogarithmic in [false, true] {
        for capabilities in [ScreenCapabilities.full, .plainest] {
          let frame = plot(values, isLogarithmic: isLogarithmic, capabilities)
          #expect(!frame.text.contains("nan"), "\(values)")
          if values.contains(where: { $0.isFinite && (!isLogarithmic || $0 > 0) }) {
            #expect(frame.lines[1..<12].contains { $0.dropFirst(12).contains { $0 != " " } }, "\(values)")
          }
        }
      }
    }
  }

  @Test func logarithmNeedsSomethingPositive() {
    #expect(plot([-1, -2], isLogarithmic: true).lines[0].contains("nothing positive"))
    #expect(PlotScale(covering: [0.01, 1, 100], isLogarithmic: true).position(1) == 0.5)
    #expect(PlotScale(covering: [0.01, 100], isLogarithmic: true).position(0) == nil)
  }

  @Test func positionAndValueAreInverse() throws {
    for scale in [PlotScale(low: -3, high: 5), PlotScale(low: 0.001, high: 10, isLogarithmic: true)] {
      for step in 0...10 {
        let position = try #require(scale.position(scale.value(at: Double(step) / 10)))
        #expect(abs(position - Double(step) / 10) < 1e-9)
      }
    }
  }

  @Test func twoCurvesCanBeToldApartWithoutColor() {
    let series = [LinePlot.Series("train", values: [3, 2, 1]), .init("test", values: [3, 2.5, 2.2])]
    for width in [60, 24] {
      var frame = Frame(size: Size(width: width, height: 12))
      LinePlot(series).draw(in: frame.bounds, on: &frame, theme: Theme(ScreenCapabilities(colors: .mono)))
      #expect(frame.text.contains("train"))
      #expect(frame.text.contains("test"))
    }
  }

  @Test func theCrosshairTellsValues() {
    var frame = Frame(size: size)
    LinePlot([.init("train", values: [4, 2, 1])], xTitle: "step", crosshair: 1)
      .draw(in: frame.bounds, on: &frame, theme: Theme())
    #expect(frame.lines[0].hasPrefix("step 1  train 2"))
    #expect(frame.cursor != nil)
  }

  @Test func linesOfDotsAreCutNotLost() {
    var canvas = DotCanvas(size: Size(width: 4, height: 2), marker: .braille)
    canvas.line(from: (-1e12, 3), to: (1e12, 3), ink: .init(.plain))
    canvas.line(from: (.nan, 0), to: (1, 1), ink: .init(.plain))
    canvas.line(from: (0, 50), to: (8, 50), ink: .init(.plain))
    var frame = Frame(size: Size(width: 4, height: 2))
    canvas.draw(x: 0, y: 0, on: &frame)
    #expect(frame.lines == ["⣀⣀⣀⣀", "    "])
  }

  @Test func histogramCountsStrays() {
    var frame = Frame(size: Size(width: 40, height: 10))
    Histogram(values: [-1, 0, 0.5, 1, .nan, .infinity], bins: 10, title: "weights")
      .draw(in: frame.bounds, on: &frame, theme: Theme())
    #expect(frame.lines[0].hasPrefix("weights  2 NaN or Inf"))
  }
}
