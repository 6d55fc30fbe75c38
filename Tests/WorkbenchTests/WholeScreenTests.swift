import Autodiff
import Screen
import ScreenTestSupport
import Testing
import Workbench
import WorkbenchTestSupport

/// The whole screen at sizes nobody would choose.
@Suite struct WholeScreenTests {
  /// Every width with some height and every height with some width.
  private static let sizes: [Size] = {
    var random = RepeatableRandomNumbers(seed: 5)
    let wide = (1...200).map { Size(width: $0, height: Int.random(in: 1...60, using: &random)) }
    let high = (1...60).map { Size(width: Int.random(in: 1...200, using: &random), height: $0) }
    let edges = [(1, 1), (59, 20), (60, 19), (60, 20), (76, 24), (80, 24), (100, 30), (150, 40), (200, 60)]
    return wide + high + edges.map { Size(width: $0.0, height: $0.1) }
  }()

  @Test func drawsAtEverySize() {
    let samples = SampleState.all
    for (index, size) in Self.sizes.enumerated() {
      let mode = VisualMode.allCases[index % VisualMode.allCases.count]
      let sample = samples[index % samples.count]
      let frame = WorkbenchView.frame(sample.state(size: size, mode: mode))
      #expect(frame.size == size, "\(sample) at \(size)")
    }
  }

  /// Whatever the arrangement, the panel with the focus is among those shown.
  @Test(arguments: PanelCatalog.all.map { $0.id }) func theFocusedPanelIsShown(id: PanelID) throws {
    var state = try Learner(lesson: "small-forecast").state
    let key = try #require(PanelCatalog.key(of: id))
    state.focus = id
    for (width, height) in [(60, 20), (76, 24), (80, 24), (108, 30), (120, 36), (150, 40), (200, 60)] {
      state.size = Size(width: width, height: height)
      let title = "╔\(key) \(PanelCatalog.panel(id).title.english)"
      #expect(WorkbenchView.frame(state).text.contains(title), "\(title) at \(width)×\(height)")
    }
  }

  @Test func drawsEveryBoxAtEverySize() throws {
    let learner = try Learner(lesson: "layers")
    for script in ["?", ":", "Q", "M", "5 Enter", "n n e"] {
      try learner.press(script)
      var state = learner.state
      for size in Self.sizes.enumerated().filter({ $0.offset.isMultiple(of: 7) }).map(\.element) {
        state.size = size
        #expect(WorkbenchView.frame(state).size == size, "\(script) at \(size)")
      }
      try learner.press("Esc")
    }
  }

  @Test(arguments: Language.allCases) func belowTheSmallestSizeOneSentenceSaysWhatIsNeeded(language: Language) {
    for sample in SampleState.all {
      for size in [Size(width: 59, height: 40), Size(width: 120, height: 19), Size(width: 59, height: 8)] {
        var state = sample.state(size: size)
        state.language = language
        let text = WorkbenchView.frame(state).lines.joined()
        #expect(text.contains("60×20"), "\(sample) at \(size)")
        #expect(text.contains("\(size.width)×\(size.height)"), "\(sample) at \(size)")
        #expect(!text.contains("│"), "\(sample) at \(size) has a border")
      }
    }
  }

  @Test func shrunkAndGrownAgainItIsTheSame() throws {
    for sample in SampleState.all {
      var state = sample.state(size: Size(width: 120, height: 36))
      let before = WorkbenchView.frame(state)
      for size in [Size(width: 1, height: 1), Size(width: 61, height: 20), Size(width: 120, height: 36)] {
        _ = update(&state, .resize(size))
      }
      #expect(WorkbenchView.frame(state) == before, "\(sample)")
    }
  }

  @Test func theFocusedPanelIsAlwaysInSightAndCarriesTheCursorInside() {
    // A box may lie over a panel.
    for sample in SampleState.all where sample.state.place == .workbench && sample.state.overlay == nil {
      for size in [
        Size(width: 60, height: 20), Size(width: 80, height: 24), Size(width: 120, height: 36),
        Size(width: 200, height: 60),
      ] {
        for panel in PanelCatalog.all {
          var state = sample.state(size: size)
          state.focus = panel.id
          let frame = WorkbenchView.frame(state)
          let title = "\(PanelCatalog.key(of: panel.id).map(String.init) ?? "") \(state.text(panel.title))"
          #expect(frame.text.contains(title), "\(sample): \(title) at \(size)")
          if let cursor = frame.cursor { #expect(frame.bounds.contains(cursor), "\(sample) at \(size)") }
        }
      }
    }
  }
}
