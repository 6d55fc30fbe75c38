import Datasets
import Stepping

/// What somebody's own files may hold, as far as it matters to a lesson's network.
public enum OwnFileKind: Hashable, Sendable, CaseIterable {
  case table, series, pictures, wordLists, text

  /// `a table (.csv or .tsv)`
  public var description: String {
    switch self {
    case .table: "a table (.csv or .tsv)"
    case .series: "a series (.csv or .tsv with its dates in the first column)"
    case .pictures: "pictures (IDX files, .png or .pgm)"
    case .wordLists: "lists of words (a .txt file for each class)"
    case .text: "a text whose next letter or word is to be told (one .txt file)"
    }
  }
}

extension OwnFile {
  public var holds: OwnFileKind {
    switch kind {
    case .table: date == nil ? .table : .series
    case .images, .photograph: .pictures
    case .words: .wordLists
    case .text: .text
    }
  }
}

extension LessonPlan {
  /// What may stand in place of the data, going by the network's first layers: images have rows and columns, sequences
  /// a time, tokens a vocabulary; a dense layer takes whatever has so many numbers.
  public var takenKinds: [OwnFileKind] {
    let entry = try? catalogEntry()
    if let texts = entry?.textSource { return texts.tellsNextToken ? [.text] : [] }
    if configuration.model.hasConvolutions { return [.pictures] }
    if configuration.model.hasRecurrence { return entry?.holdsSeries == true ? [.series, .wordLists] : [.wordLists] }
    return [entry?.holdsSeries == true ? .series : .table, .pictures, .wordLists]
  }

  /// What the learner's own data are that this network cannot take, and what it can; nil where they are what it takes.
  public func misfit(ofDataIn lesson: LessonPlan) -> (found: String, needed: String)? {
    guard let found = ownFile?.holds, !lesson.takenKinds.contains(found) else { return nil }
    let kinds = lesson.takenKinds.map(\.description)
    return (found.description, kinds.isEmpty ? "the lesson's own data: it takes no others" : choice(of: kinds))
  }
}
