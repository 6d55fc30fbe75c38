import Datasets
import Screen
import Stepping

/// Which panels are shown where. Three arrangements: wide (from 150 columns), standard (from 108) and
/// narrow (from 60), with the focused panel always among them.
struct WorkbenchLayout {
  /// Nothing smaller can show a panel and its footer.
  static let smallestSize = Size(width: 60, height: 20)

  /// Panels that answer questions about the number under the cursor or the run, and take turns under the
  /// stage: the one focused last stays while the cursor moves on the stage.
  static let companions: [PanelID] = [.why, .whatIf, .batch, .gradients, .timeline]

  /// Panels that show samples: with one of them focused the gallery and one sample take the middle, and the confusion
  /// matrix stands beside them. A forecast takes the place of the stage.
  static let testing: [PanelID] = [.gallery, .image, .word]

  let status: Rect
  let footer: Rect
  private(set) var panels: [(id: PanelID, area: Rect)] = []

  var shownPanels: Set<PanelID> { Set(panels.map(\.id)) }

  init(_ state: WorkbenchState) {
    let bounds = Rect(state.size)
    let rows = Layout.split(bounds, .vertically, [.fixed(1), .weight(1), .fixed(1)])
    status = rows[0]
    footer = rows[2]
    let body = rows[1]
    if state.isZoomed {
      panels = [(state.focus, body)]
    } else if state.size.width >= 108 {
      let main = Self.main(state)
      let below = Self.testing.contains(state.focus) ? Self.sample(state) : state.companion
      panels =
        state.size.width >= 150
        ? Self.wide(body, state.focus, main: main, below: below)
        : Self.standard(body, state.focus, main: main, below: below, isTold: state.tourTells)
    } else {
      panels = Self.narrow(body, state.focus, state.companion, isTold: state.tourTells)
    }
  }

  /// The panel that shows one sample: that with the focus, else the one for the lesson's kind of samples.
  private static func sample(_ state: WorkbenchState) -> PanelID {
    switch state.focus {
    case .image, .word: state.focus
    default: state.session?.words == nil && state.session?.texts == nil ? .image : .word
    }
  }

  /// What has the place in the middle: the stage, unless a panel with the focus needs as much room. Where sequences are
  /// written a gallery has nothing to line up.
  private static func main(_ state: WorkbenchState) -> PanelID {
    let hasGallery = state.session?.setup.data.train.task.asksAtEveryPosition != true
    if testing.contains(state.focus), hasGallery || state.focus == .gallery { return .gallery }
    return state.focus == .forecast ? .forecast : .stage
  }

  private static func wide(
    _ body: Rect, _ focus: PanelID, main: PanelID, below: PanelID
  ) -> [(PanelID, Rect)] {
    let columns = Layout.split(body, .horizontally, [.fixed(34), .weight(3), .fixed(48)])
    let left = Layout.split(columns[0], .vertically, [.weight(3), .weight(2)])
    let tests = testing.contains(focus)
    let middle = Layout.split(columns[1], .vertically, tests ? [.weight(1), .weight(1)] : [.weight(3), .weight(2)])
    let right = Layout.split(columns[2], .vertically, [.weight(3), .weight(3), .weight(3)])
    return [
      (.program, left[0]), (.lesson, left[1]), (main, middle[0]), (below, middle[1]), (.curves, right[0]),
      (focus == .network ? .network : focus == .log ? .log : .data, right[1]), (.knobs, right[2]),
    ]
  }

  /// - Parameter isTold: whether the text of a tour's stop speaks of the panel with the focus, and stays beside it.
  private static func standard(
    _ body: Rect, _ focus: PanelID, main: PanelID, below: PanelID, isTold: Bool
  ) -> [(PanelID, Rect)] {
    let tests = testing.contains(focus)
    // Ten classes with their recall want 39 columns.
    let columns = Layout.split(
      body, .horizontally, tests ? [.fixed(22), .weight(1), .fixed(39)] : [.fixed(30), .weight(1), .fixed(34)])
    let middle = Layout.split(columns[1], .vertically, tests ? [.weight(1), .weight(1)] : [.weight(10), .weight(7)])
    let right = Layout.split(columns[2], .vertically, [.weight(1), .weight(1)])
    let upper: PanelID = focus == .network || focus == .data ? focus : .curves
    let lower: PanelID = isTold ? .lesson : tests ? .data : focus == .lesson || focus == .log ? focus : .knobs
    return [
      (.program, columns[0]), (main, middle[0]), (below, middle[1]),
      (upper, right[0]), (lower, right[1]),
    ]
  }

  private static func narrow(
    _ body: Rect, _ focus: PanelID, _ companion: PanelID, isTold: Bool
  ) -> [(PanelID, Rect)] {
    if isTold {
      let rows = Layout.split(body, .vertically, [.weight(12), .weight(10)])
      return [(focus, rows[0]), (.lesson, rows[1])]
    }
    // Pictures take what room there is.
    if testing.contains(focus) || focus == .forecast { return [(focus, body)] }
    guard body.width >= 76 else {
      // One panel, and under the stage the answer to "why?".
      guard focus == .stage || focus == .why else { return [(focus, body)] }
      let rows = Layout.split(body, .vertically, [.weight(10), .weight(8)])
      return [(.stage, rows[0]), (companion, rows[1])]
    }
    if focus == .lesson {
      // The text with what it speaks of.
      let rows = Layout.split(body, .vertically, [.weight(12), .weight(10)])
      return [(.stage, rows[0]), (.lesson, rows[1])]
    }
    let columns = Layout.split(body, .horizontally, [.fixed(26), .weight(1)])
    if focus == .program || focus == .stage || focus == .why {
      let rows = Layout.split(columns[1], .vertically, [.weight(12), .weight(10)])
      return [(.program, columns[0]), (.stage, rows[0]), (companion, rows[1])]
    }
    return [(.program, columns[0]), (focus, columns[1])]
  }
}
