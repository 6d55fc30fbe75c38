/// The languages that Backstep speaks.
public enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"
}

/// One sentence that people read, in every language.
public struct BilingualText: Hashable, Sendable {
  public let english: String
  public let chinese: String

  public init(_ english: String, zh chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  public subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}
