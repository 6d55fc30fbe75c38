/// Every panel; the place in the list is the key that focuses it.
public enum PanelCatalog {
  public static let all: [any Panel.Type] = [
    ProgramPanel.self,
    StagePanel.self,
    WhyPanel.self,
    CurvesPanel.self,
    KnobsPanel.self,
    NetworkPanel.self,
    LessonPanel.self,
    DataPanel.self,
    LogPanel.self,
  ]

  /// The number, and so the key, of a panel: its place in the list, from 1.
  public static func number(of id: PanelID) -> Int { (all.firstIndex { $0.id == id } ?? 0) + 1 }

  public static func panel(_ id: PanelID) -> any Panel.Type { all.first { $0.id == id } ?? StagePanel.self }
}
