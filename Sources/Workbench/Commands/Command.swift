public import Autodiff
public import Screen

/// Something a key does. One record makes it work, shows it in the help, the footer, the palette and
/// the page of keys, and says why it cannot be used when it cannot.
public struct Command: Sendable {
  public enum Group: Int, Sendable, CaseIterable {
    case time, cursor, panels, change, view, image, word, program

    public var title: BilingualText {
      switch self {
      case .time: BilingualText("Time: lower case forwards, UPPER CASE back", zh: "时间：小写向前，大写向后")
      case .cursor: BilingualText("Cursor and questions", zh: "光标与提问")
      case .panels: BilingualText("Panels", zh: "面板")
      case .change: BilingualText("Changing things", zh: "改变")
      case .view: BilingualText("View", zh: "显示")
      case .image: BilingualText("Drawing, while the image panel has the focus", zh: "绘图（图像面板聚焦时）")
      case .word: BilingualText("Words, while the word panel has the focus", zh: "单词（单词面板聚焦时）")
      case .program: BilingualText("Program", zh: "程序")
      }
    }
  }

  public enum Availability: Hashable, Sendable {
    case enabled
    case disabled(BilingualText)
  }

  /// Stable name: `step.operation`.
  public let id: String
  public let keys: [Key]
  public let group: Group
  /// The panel that must have the focus; its keys then come before what they do elsewhere.
  public let panel: PanelID?
  /// What it does, in a few words.
  public let title: BilingualText
  /// One word for the footer; empty keeps it out.
  public let footer: BilingualText
  public let availability: @Sendable (WorkbenchState) -> Availability
  public let perform: @Sendable (inout WorkbenchState) -> [Effect]

  public init(
    _ id: String, _ keys: [Key], _ group: Group, _ title: BilingualText,
    footer: BilingualText = BilingualText("", zh: ""), in panel: PanelID? = nil,
    when availability: @escaping @Sendable (WorkbenchState) -> Availability = { _ in .enabled },
    perform: @escaping @Sendable (inout WorkbenchState) -> [Effect]
  ) {
    self.id = id
    self.keys = keys
    self.group = group
    self.title = title
    self.footer = footer
    self.panel = panel
    self.availability = { state in
      guard let panel, state.focus != panel else { return availability(state) }
      let title = PanelCatalog.panel(panel).title
      let key = PanelCatalog.key(of: panel).map(String.init) ?? ""
      return .disabled(
        BilingualText("This is for the panel \(title.english): \(key).", zh: "这用于“\(title.chinese)”面板：按 \(key)。"))
    }
    self.perform = perform
  }
}

extension Command.Availability {
  /// Enabled when a lesson is open: also before its run has first answered, so that keys typed ahead count.
  static func running(_ state: WorkbenchState) -> Command.Availability {
    state.session == nil || state.place == .lessonList
      ? .disabled(BilingualText("No lesson is open; choose one and press Enter.", zh: "还没有打开课程；选一课并按 Enter。"))
      : .enabled
  }
}
