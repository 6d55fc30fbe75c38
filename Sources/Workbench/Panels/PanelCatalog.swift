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
    TimelinePanel.self,
  ]

  /// The number, and so the key, of a panel: its place in the list, from 1.
  public static func number(of id: PanelID) -> Int { (all.firstIndex { $0.id == id } ?? 0) + 1 }

  /// The digit that focuses a panel: 1 to 9, then 0; others are reached by Tab and the palette.
  public static func key(of id: PanelID) -> Character? {
    let number = number(of: id)
    return number < 10 ? Character(String(number)) : number == 10 ? "0" : nil
  }

  public static func panel(_ id: PanelID) -> any Panel.Type { all.first { $0.id == id } ?? StagePanel.self }
}
