/// Every panel; for the first nine, the place in the list is the key that focuses it. The others have a
/// letter of their own.
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
    WhatIfPanel.self,
    BatchPanel.self,
    GradientsPanel.self,
    GalleryPanel.self,
    ImagePanel.self,
    WordPanel.self,
    ForecastPanel.self,
  ]

  /// The number of a panel: its place in the list, from 1.
  public static func number(of id: PanelID) -> Int { (all.firstIndex { $0.id == id } ?? 0) + 1 }

  /// The key that focuses a panel: a digit, or its letter.
  public static func key(of id: PanelID) -> Character? {
    let number = number(of: id)
    return number <= 9 ? Character(String(number)) : panel(id).letter
  }

  public static func panel(_ id: PanelID) -> any Panel.Type { all.first { $0.id == id } ?? StagePanel.self }
}
