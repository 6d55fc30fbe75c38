import Screen
import Testing

/// What every widget must keep: it draws in any rectangle without trapping, and only inside it.
@Suite struct WidgetLawTests {
  private static let names = SampleWidgets.all.map(\.name)

  private func sample(_ name: String) throws -> SampleWidgets.Sample {
    try #require(SampleWidgets.all.first { $0.name == name })
  }

  /// A frame full of a sign that no widget draws.
  private func marked(_ size: Size) -> Frame {
    var frame = Frame(size: size)
    frame.fill(frame.bounds, with: "¤")
    return frame
  }

  @Test(arguments: names) func drawsOnlyInsideItsRectangle(name: String) throws {
    let sample = try sample(name)
    let size = Size(width: 70, height: 20)
    let rectangles = [
      Rect(x: 3, y: 2, width: 60, height: 15), Rect(x: 5, y: 5, width: 1, height: 1),
      Rect(x: 9, y: 3, width: 13, height: 4), Rect(x: -4, y: -3, width: 30, height: 9),
      Rect(x: 50, y: 12, width: 60, height: 40), Rect(x: 2, y: 2, width: 0, height: 9),
      Rect(x: 2, y: 2, width: 9, height: 0),
    ]
    for (_, capabilities) in SampleWidgets.modes {
      let theme = Theme(capabilities)
      for area in rectangles {
        var frame = marked(size)
        sample.make(theme).draw(in: area, on: &frame, theme: theme)
        for y in 0..<size.height {
          for x in 0..<size.width where !area.contains(Point(x: x, y: y)) {
            #expect(frame[x, y].character == "¤", "\(name) at \(x), \(y) outside \(area)")
          }
        }
      }
    }
  }

  @Test(arguments: names) func drawsAtEverySmallSize(name: String) throws {
    let sample = try sample(name)
    for (_, capabilities) in SampleWidgets.modes {
      let theme = Theme(capabilities)
      for height in 0...8 {
        for width in [0, 1, 2, 3, 4, 5, 7, 10, 17, 36] {
          var frame = Frame(size: Size(width: width, height: height))
          sample.make(theme).draw(in: frame.bounds, on: &frame, theme: theme)
        }
      }
    }
  }

  @Test(arguments: names) func drawsOnAHugeScreenAndInImpossibleRectangles(name: String) throws {
    let sample = try sample(name)
    for capabilities in [ScreenCapabilities.full, .plainest] {
      let theme = Theme(capabilities)
      var frame = Frame(size: Size(width: 300, height: 100))
      sample.make(theme).draw(in: frame.bounds, on: &frame, theme: theme)
      var small = Frame(size: Size(width: 8, height: 4))
      for area in [
        Rect(x: .min, y: .max, width: .max, height: .max), Rect(x: 0, y: 0, width: .max, height: .max),
        Rect(x: .max, y: 0, width: 5, height: 5), Rect(x: -100, y: -100, width: 40, height: 40),
      ] {
        sample.make(theme).draw(in: area, on: &small, theme: theme)
      }
    }
  }

  @Test(arguments: names) func inASCIIEverythingIsASCII(name: String) throws {
    let sample = try sample(name)
    let theme = Theme(.plainest)
    var frame = Frame(size: sample.size)
    sample.make(theme).draw(in: frame.bounds, on: &frame, theme: theme)
    // Text given from outside may hold anything; what the widget itself draws may not.
    let given: Set<Character> = Set("程序×卷积核的名字每个输出像素都是一小加权和，（）滑过图。测试梯度…")
    for line in frame.lines {
      for character in line { #expect(character.isASCII || given.contains(character), "\(name): \(character)") }
    }
  }

  @Test(arguments: names) func withoutColorNoColorIsUsed(name: String) throws {
    let sample = try sample(name)
    for colors in [ScreenCapabilities.Colors.mono, .sixteen] {
      let theme = Theme(ScreenCapabilities(colors: colors))
      var frame = Frame(size: sample.size)
      sample.make(theme).draw(in: frame.bounds, on: &frame, theme: theme)
      for y in 0..<frame.size.height {
        for x in 0..<frame.size.width {
          for color in [frame[x, y].style.foreground, frame[x, y].style.background] {
            guard case .indexed(let index) = color else { continue }
            #expect(colors == .sixteen && index < 16, "\(name) uses color \(index)")
          }
        }
      }
    }
  }
}
