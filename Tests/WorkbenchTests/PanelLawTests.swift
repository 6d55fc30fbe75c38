import Autodiff
import Screen
import Testing
import Workbench
import WorkbenchTestSupport

/// What every panel must keep, at every moment of a lesson: it draws in any rectangle without trapping,
/// only inside it, without color where there is none, and in ASCII where there is no more.
@Suite struct PanelLawTests {
  private static let panels = PanelCatalog.all.map { $0.id }

  /// A frame full of a sign that no panel draws.
  private func marked(_ size: Size) -> Frame {
    var frame = Frame(size: size)
    frame.fill(frame.bounds, with: "¤")
    return frame
  }

  @Test func thereIsAPanelForEachKeyAndAStateForEachScript() throws {
    for (index, panel) in PanelCatalog.all.enumerated() {
      #expect(PanelCatalog.number(of: panel.id) == index + 1)
      let key = try #require(PanelCatalog.key(of: panel.id))
      #expect(index >= 9 || key == Character("\(index + 1)"))
      #expect(CommandCatalog.command(for: .character(key))?.id == "panel.\(panel.id.name)")
      #expect(!panel.title.english.isEmpty && panel.title.chinese.contains { !$0.isASCII })
    }
    #expect(Set(Self.panels).count == PanelCatalog.all.count)
    #expect(SampleState.all.count == SampleState.expectedCount)
  }

  @Test(arguments: panels) func drawsAtEverySize(id: PanelID) {
    let panel = PanelCatalog.panel(id)
    var sizes = [Size.zero, Size(width: 1, height: 1), Size(width: 1, height: 40), Size(width: 90, height: 1)]
    sizes += [panel.minimumSize, Size(width: 3, height: 3), Size(width: 33, height: 9), Size(width: 7, height: 24)]
    for sample in SampleState.all {
      for size in sizes {
        for mode in VisualMode.allCases {
          let state = sample.state(size: Size(width: 80, height: 24), mode: mode)
          var frame = Frame(size: size)
          panel.draw(state, in: frame.bounds, on: &frame, theme: state.theme)
          _ = panel.note(state)
        }
      }
    }
  }

  @Test(arguments: panels) func drawsOnAHugeScreen(id: PanelID) {
    let size = Size(width: 300, height: 100)
    for (sample, mode) in zip(SampleState.all, SampleState.all.indices.map { VisualMode.allCases[$0 % 5] }) {
      let state = sample.state(size: size, mode: mode)
      var frame = Frame(size: size)
      PanelCatalog.panel(id).draw(state, in: frame.bounds, on: &frame, theme: state.theme)
    }
  }

  @Test(arguments: panels) func drawsOnlyInsideItsRectangle(id: PanelID) {
    let size = Size(width: 70, height: 24)
    let rectangles = [
      Rect(x: 3, y: 2, width: 60, height: 18), Rect(x: 5, y: 5, width: 1, height: 1),
      Rect(x: 9, y: 3, width: 21, height: 7), Rect(x: -4, y: -3, width: 40, height: 12),
      Rect(x: 50, y: 12, width: 60, height: 40), Rect(x: 2, y: 2, width: 0, height: 9),
    ]
    for sample in SampleState.all {
      for mode in [VisualMode.full, .ascii] {
        let state = sample.state(size: size, mode: mode)
        for area in rectangles {
          var frame = marked(size)
          PanelCatalog.panel(id).draw(state, in: area, on: &frame, theme: state.theme)
          let outside = places(of: frame) { !area.contains($0) && frame[$0.x, $0.y].character != "¤" }
          #expect(outside.isEmpty, "\(sample), \(mode): outside \(area) at \(outside.prefix(3))")
        }
      }
    }
  }

  @Test(arguments: panels) func withoutColorNoColorIsUsed(id: PanelID) {
    for sample in SampleState.all {
      for mode in [VisualMode.mono, .ascii, .sixteen] {
        let state = sample.state(size: Size(width: 80, height: 24), mode: mode)
        var frame = Frame(size: Size(width: 60, height: 20))
        PanelCatalog.panel(id).draw(state, in: frame.bounds, on: &frame, theme: state.theme)
        let limit = mode == .sixteen ? 16 : 0
        let wrong = places(of: frame) { place in
          let style = frame[place.x, place.y].style
          return [style.foreground, style.background].contains { $0.index.map { $0 >= limit } ?? false }
        }
        #expect(wrong.isEmpty, "\(sample), \(mode): color at \(wrong.prefix(3))")
      }
    }
  }

  @Test(arguments: panels) func inASCIIEverythingIsASCII(id: PanelID) {
    for sample in SampleState.all where sample.state.language == .english {
      let state = sample.state(size: Size(width: 80, height: 24), mode: .ascii)
      var frame = Frame(size: Size(width: 78, height: 22))
      PanelCatalog.panel(id).draw(state, in: frame.bounds, on: &frame, theme: state.theme)
      let text = ScreenText.plain(frame)
      // What is written about mathematics keeps its signs here; the terminal puts ASCII in their place.
      let drawn = text.filter { !$0.isASCII && ASCIIFallback.character($0) == "?" }
      #expect(drawn.isEmpty, "\(sample): \(Set(drawn)) has no ASCII sign")
    }
  }

  private func places(of frame: Frame, where isWrong: (Point) -> Bool) -> [Point] {
    (0..<frame.size.height).flatMap { y in
      (0..<frame.size.width).map { Point(x: $0, y: y) }.filter(isWrong)
    }
  }
}

extension Color {
  fileprivate var index: Int? { if case .indexed(let index) = self { Int(index) } else { nil } }
}
