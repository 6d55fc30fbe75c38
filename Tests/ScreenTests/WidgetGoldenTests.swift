import Screen
import ScreenTestSupport
import Testing

/// Pictures of every widget in every visual mode.
@Suite struct WidgetGoldenTests {
  @Test(arguments: SampleWidgets.all.map(\.name), SampleWidgets.modes.map(\.name))
  func looksAsRecorded(widget: String, mode: String) throws {
    let sample = try #require(SampleWidgets.all.first { $0.name == widget })
    let capabilities = try #require(SampleWidgets.modes.first { $0.name == mode }).capabilities
    let theme = Theme(capabilities)
    var frame = Frame(size: sample.size)
    sample.make(theme).draw(in: frame.bounds, on: &frame, theme: theme)
    expectGolden(frame, "\(widget)-\(mode)")
  }
}
