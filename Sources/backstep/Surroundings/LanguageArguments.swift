import ArgumentParser
import Autodiff
import Foundation

/// Text for people, or JSON for programs.
enum TextOrJSON: String, ExpressibleByArgument, CaseIterable { case text, json }

/// The language of what is printed.
struct LanguageArguments: ParsableArguments {
  enum Choice: String, ExpressibleByArgument, CaseIterable { case en, zh }

  @Option(help: ArgumentHelp("en or zh; found out from the locale when not given.", valueName: "code"))
  var language: Choice?

  /// What was chosen, or Chinese where the locale is.
  var chosen: Language {
    switch language {
    case .en: .english
    case .zh: .chinese
    case nil: Self.localeLanguage(ProcessInfo.processInfo.environment)
    }
  }

  /// The strongest of the locale variables that is set decides.
  static func localeLanguage(_ environment: [String: String]) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return locale?.lowercased().hasPrefix("zh") == true ? .chinese : .english
  }
}
