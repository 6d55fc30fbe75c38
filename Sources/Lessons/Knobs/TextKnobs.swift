import Autodiff
import Datasets
import NeuralNet
import Stepping

/// Knobs of texts: how much of them is seen, how many different tokens there are, what a token is.
enum TextKnobs {
  static let all = [context, vocabulary, unit]

  private static func source(_ plan: LessonPlan) -> TextSource? { (try? plan.catalogEntry())?.textSource }

  private static let contextScale = CountScale(TextChoices.contexts, .step(4))

  static let context = Knob(
    name: "context", title: BilingualText("Tokens seen at once", zh: "上下文长度（词元数）"), symbol: "",
    kind: .count(contextScale), effect: .structure, availability: { source($0)?.usualContext != nil },
    read: { String($0.data.texts.context ?? source($0)?.usualContext ?? 0) },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.data.texts.context = try contextScale.number(text, of: "context")
      return changed
    })

  private static let vocabularyScale = CountScale(TextChoices.vocabularies, .step(500))

  static let vocabulary = Knob(
    name: "vocabulary", title: BilingualText("Tokens in the vocabulary at most", zh: "词表大小上限"), symbol: "",
    kind: .count(vocabularyScale), effect: .structure, availability: { source($0)?.usualVocabulary != nil },
    read: { String($0.data.texts.vocabulary ?? source($0)?.usualVocabulary ?? 0) },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.data.texts.vocabulary = try vocabularyScale.number(text, of: "vocabulary")
      return changed
    })

  static let unit = Knob(
    name: "unit", title: BilingualText("A token is", zh: "词元的单位"), symbol: "",
    kind: .choice { _ in TextUnit.choices.map(\.rawValue) }, effect: .structure,
    availability: { source($0)?.takesUnit == true },
    read: { ($0.data.texts.unit ?? TextSource.usualUnit).rawValue },
    write: { (text, plan) throws(SettingError) in
      let names = TextUnit.choices.map(\.rawValue)
      guard names.contains(text), let unit = TextUnit(text) else {
        throw SettingError("unit", unknown: text, known: names)
      }
      var changed = plan
      changed.data.texts.unit = unit
      return changed
    })
}

extension ModelDescription {
  /// Whether the network reads token numbers.
  var hasEmbedding: Bool { layers.contains { $0.type == EmbeddingLayer.name } }
}
