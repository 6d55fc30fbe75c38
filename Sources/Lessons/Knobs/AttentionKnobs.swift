import Autodiff
import NeuralNet
import Stepping

/// Knobs of networks with attention. Those of a network with several blocks turn all of them.
enum AttentionKnobs {
  static let all = [
    reader, blockCount, width, heads, positions, mask, feedForward, blockNormalization, residual,
  ]

  private static let embeddings = LayerGroup(EmbeddingLayer.name)
  private static let blocks = LayerGroup(EncoderBlock.name, DecoderBlock.name)
  private static let attention = LayerGroup(SelfAttention.name, EncoderBlock.name, DecoderBlock.name)
  private static let alone = LayerGroup(SelfAttention.name)

  // MARK: Attention or not

  /// An encoder and a decoder cannot do without either.
  private static func readers(_ plan: LessonPlan) -> [String] {
    let cells = RecurrentCounterpart.Cell.allCases.filter { $0 != .absent || !plan.configuration.model.hasMemory }
    return ["attention"] + cells.map(\.rawValue)
  }

  /// What reads a sequence: attention, a recurrent cell in its place, or nothing.
  static let reader = Knob(
    name: "reader", title: BilingualText("What reads the sequence", zh: "用什么读序列"), symbol: "",
    kind: .choice { readers($0) }, effect: .structure, availability: { $0.configuration.model.hasAttention },
    read: { $0.recurrentCounterpart?.rawValue ?? "attention" },
    write: { (text, plan) throws(SettingError) in
      let readers = AttentionKnobs.readers(plan)
      guard readers.contains(text) else { throw SettingError("reader", unknown: text, known: readers) }
      var changed = plan
      changed.recurrentCounterpart = RecurrentCounterpart.Cell(rawValue: text)
      return changed
    })

  // MARK: How many

  private static let blockScale = CountScale(1...6, .step(1))

  /// Of an encoder and a decoder each gets as many.
  static let blockCount = Knob(
    name: "blocks", title: BilingualText("Blocks", zh: "块数"), symbol: "", kind: .count(blockScale),
    effect: .structure, availability: { !blocks.isEmpty($0) },
    read: { plan in String(runs(plan).first?.count ?? 0) },
    write: { (text, plan) throws(SettingError) in
      let wanted = try blockScale.number(text, of: "blocks")
      var changed = plan
      var layers = plan.configuration.model.layers
      // From the end, so that the places before stay what they are.
      for run in runs(plan).reversed() {
        // The last keeps its name, which a decoder may ask for.
        let last = layers[run.upperBound - 1]
        var kept = Array(layers[run].dropLast().prefix(wanted - 1))
        while kept.count < wanted - 1 {
          var layer = last
          layer.name = freeName(layers + kept)
          kept.append(layer)
        }
        layers.replaceSubrange(run, with: kept + [last])
      }
      changed.configuration.model.layers = layers
      if changed != plan { changed.configuration.initialValues = [:] }
      return changed
    })

  /// Blocks that stand one behind the other.
  private static func runs(_ plan: LessonPlan) -> [Range<Int>] {
    let layers = plan.configuration.model.layers
    return blocks.places(plan).reduce(into: []) { runs, place in
      if let last = runs.last, last.upperBound == place, layers[place].type == layers[place - 1].type {
        runs[runs.count - 1] = last.lowerBound..<place + 1
      } else {
        runs.append(place..<place + 1)
      }
    }
  }

  private static func freeName(_ layers: [LayerDescription]) -> String {
    let taken = Set(layers.map(\.name))
    var number = 1
    while taken.contains("block\(number)") { number += 1 }
    return "block\(number)"
  }

  // MARK: Sizes

  /// Of all embeddings alike, since attention joins them.
  static let width = embeddings.countKnob(
    "width", BilingualText("Width: numbers of a position", zh: "宽度：每个位置的数"), key: "width", default: "",
    CountScale(1...256, .step(4)))

  static let heads = attention.countKnob(
    "heads", BilingualText("Heads", zh: "注意力头数"), key: "heads", default: "1",
    // Powers of two, since heads have to divide the width.
    CountScale(1...16, .double))

  static let feedForward = blocks.countKnob(
    "feed-forward", BilingualText("Width of the feed-forward network", zh: "前馈网络的宽度"), key: "feed-forward", default: "",
    CountScale(1...1024, .step(8)))

  // MARK: Parts

  static let positions = embeddings.choiceKnob(
    "positions", BilingualText("Positions", zh: "位置编码"), key: "positions", default: "none",
    of: EmbeddingLayer.positionKinds)

  static let mask = alone.choiceKnob(
    "mask", BilingualText("Mask", zh: "掩码"), key: "mask", default: "none", of: SelfAttention.masks)

  static let blockNormalization = blocks.choiceKnob(
    "layer-normalization", BilingualText("Layer normalization", zh: "层归一化"), key: "normalization", default: "before",
    of: TransformerBlocks.normalizations)

  static let residual = attention.choiceKnob(
    "residual", BilingualText("Path around each sublayer", zh: "残差通路"), key: "residual", default: "true",
    of: ["true", "false"], isKnown: { $0.type != SelfAttention.name || $0.settings["residual"] != nil })
}
