import Autodiff
import Datasets
import NeuralNet
import Stepping

/// Knobs of the data: which, drawn or generated how, split how.
enum DataKnobs {
  static let all = [data, features, noise, imageSize, targetFilter, shift, lag, trainShare, dataSeed]

  static let data = Knob(
    name: "data", title: BilingualText("Data", zh: "数据"), symbol: "", kind: .choice { names(for: $0) },
    effect: .structure, availability: { _ in true }, read: { $0.data.dataset },
    write: { (text, plan) throws(SettingError) in
      if text == plan.data.dataset { return plan }
      var changed = plan
      if OwnFile.Kind(of: text) != nil {
        changed.useOwnFile(text)
        return changed
      }
      let names = DatasetCatalog.entries.map(\.name)
      guard names.contains(text) else { throw SettingError("data", unknown: text, known: names) }
      let fitting = fittingEntries(for: plan).map(\.name)
      guard fitting.contains(text) else {
        throw SettingError(
          "data", found: quoted(text),
          needed: "\(wanted(by: plan).english): \(fitting.joined(separator: ", "))",
          zh: "\(wanted(by: plan).chinese)：\(fitting.joined(separator: "、"))")
      }
      changed.ownFile = nil
      changed.chooseData(named: text, noise: isGenerated(text) ? plan.data.noise : nil, insteadOf: plan)
      return changed
    })

  /// What the network can be given, and the plan's own file where it has one.
  private static func names(for plan: LessonPlan) -> [String] {
    (plan.ownFile.map { [$0.file] } ?? []) + fittingEntries(for: plan).map(\.name)
  }

  /// Convolutions take nothing but images, recurrent layers nothing but sequences, and embeddings nothing but tokens, of
  /// which the same thing has to be asked.
  private static func fittingEntries(for plan: LessonPlan) -> [CatalogEntry] {
    let model = plan.configuration.model
    if model.hasEmbedding {
      return DatasetCatalog.entries.filter {
        $0.textSource != nil && $0.textSource?.kind == entry(of: plan)?.textSource?.kind
      }
    }
    return DatasetCatalog.entries.filter {
      $0.textSource == nil && (!model.hasConvolutions || $0.holdsImages) && (!model.hasRecurrence || $0.holdsSequences)
    }
  }

  private static func wanted(by plan: LessonPlan) -> BilingualText {
    let model = plan.configuration.model
    if model.hasEmbedding {
      return BilingualText("texts of the same kind, since the network has an embedding", zh: "同类文本，因为网络有嵌入层")
    }
    if model.hasConvolutions {
      return BilingualText("images, since the network has convolutions", zh: "图像，因为网络有卷积层")
    }
    return model.hasRecurrence
      ? BilingualText("sequences, since the network has recurrent layers", zh: "序列，因为网络有循环层")
      : BilingualText("no texts, since the network has no embedding", zh: "文本以外的数据，因为网络没有嵌入层")
  }

  private static func isGenerated(_ dataset: String) -> Bool { GeneratorCatalog.generator(named: dataset) != nil }

  static let features = Knob(
    name: "features", title: BilingualText("Input features", zh: "输入特征"), symbol: "x",
    kind: .choice { featureChoices(for: $0) }, effect: .structure, availability: { _ in true },
    read: { plan in
      plan.data.features.map { $0.joined(separator: ",") } ?? usualFeatures(of: plan)
    },
    write: { (text, plan) throws(SettingError) in
      let names = text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
      guard !text.isEmpty, !names.contains("") else {
        throw SettingError("features", found: quoted(text), needed: "names with commas between them", zh: "用逗号隔开的名称")
      }
      if isGenerated(plan.data.dataset) {
        let known = InputFeature.allCases.map(\.plainName)
        for name in names where InputFeature(named: name) == nil {
          throw SettingError("features", unknown: name, known: known)
        }
      }
      guard Set(names).count == names.count else {
        throw SettingError("features", found: quoted(text), needed: "each name once", zh: "每个名称只写一次")
      }
      var changed = plan
      // Points have no name for their usual ones: a choice of both coordinates is a choice.
      let isUsual = !isGenerated(plan.data.dataset) && text == usualFeatures(of: plan)
      changed.data.features = isUsual ? nil : names
      if changed.data != plan.data { changed.configuration.initialValues = [:] }
      return changed
    })

  /// What the network sees when nobody has chosen: of a series the column that is forecast.
  private static func usualFeatures(of plan: LessonPlan) -> String {
    if isGenerated(plan.data.dataset) { return "x1,x2" }
    guard case .series(let source) = entry(of: plan)?.origin else { return "all" }
    if case .named(let name) = source.target { return name }
    return "target"
  }

  /// For points: the coordinates, and what is usually computed from them. For a table: all its columns
  /// of numbers, or what the lesson chose; others are typed.
  private static func featureChoices(for plan: LessonPlan) -> [String] {
    if isGenerated(plan.data.dataset) {
      return ["x1,x2", "x1,x2,x1*x2", "x1,x2,x1^2,x2^2", InputFeature.allCases.map(\.plainName).joined(separator: ",")]
    }
    var choices = [usualFeatures(of: plan)]
    if case .series(let source) = entry(of: plan)?.origin {
      choices += source.offeredFeatures.map { $0.joined(separator: ",") }
    }
    let chosen = plan.data.features.map { $0.joined(separator: ",") }
    return choices + (chosen.map { choices.contains($0) ? [] : [$0] } ?? [])
  }

  private static let noiseScale = NumberScale(0...0.5, .step(0.05))

  static let noise = Knob(
    name: "noise", title: BilingualText("Noise", zh: "噪声"), symbol: "", kind: .number(noiseScale), effect: .structure,
    availability: { isGenerated($0.data.dataset) || entry(of: $0)?.memoryTask != nil },
    read: { ($0.data.noise ?? entry(of: $0)?.memoryTask?.generator.usualNoise ?? 0).short },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.data.noise = Float(try noiseScale.number(text, of: "noise"))
      return changed
    })

  private static let imageSizeScale = CountScale(DataSelection.imageSizes, .step(8))

  static let imageSize = Knob(
    name: "image-size", title: BilingualText("Side of the pictures in pixels", zh: "图像边长（像素）"), symbol: "",
    kind: .count(imageSizeScale), effect: .structure, availability: { entry(of: $0)?.holdsPhotographs == true },
    read: { String($0.data.imageSize ?? DataSelection.usualImageSize) },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.data.imageSize = try imageSizeScale.number(text, of: "image-size")
      return changed
    })

  static let targetFilter = Knob(
    name: "target-filter", title: BilingualText("Filter to be learned", zh: "要学习的滤波器"), symbol: "",
    kind: .choice { _ in ImageFilterCatalog.names }, effect: .structure,
    availability: { entry(of: $0)?.holdsPhotographs == true },
    read: { $0.data.targetFilter ?? DataSelection.usualTargetFilter },
    write: { (text, plan) throws(SettingError) in
      guard ImageFilterCatalog.filter(named: text) != nil else {
        throw SettingError("target-filter", unknown: text, known: ImageFilterCatalog.names)
      }
      var changed = plan
      changed.data.targetFilter = text
      return changed
    })

  private static let shiftScale = CountScale(DataSelection.shifts, .step(1))

  static let shift = Knob(
    name: "shift", title: BilingualText("Shift of the test images in pixels", zh: "测试图像平移（像素）"), symbol: "",
    kind: .count(shiftScale), effect: .structure, availability: { entry(of: $0)?.holdsImages == true },
    read: { String($0.data.shift ?? 0) },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.data.shift = try shiftScale.number(text, of: "shift")
      return changed
    })

  private static let lagScale = CountScale(DataSelection.lags, .step(5))

  static let lag = Knob(
    name: "lag", title: BilingualText("Steps to remember for", zh: "需要记住的步数"), symbol: "",
    kind: .count(lagScale), effect: .structure, availability: { entry(of: $0)?.usualLag != nil },
    read: { String($0.data.lag ?? entry(of: $0)?.usualLag ?? 1) },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.data.lag = try lagScale.number(text, of: "lag")
      return changed
    })

  private static func entry(of plan: LessonPlan) -> CatalogEntry? { try? plan.catalogEntry() }

  private static let shareScale = NumberScale(0.05...1, .step(0.05))

  static let trainShare = Knob(
    name: "train-share", title: BilingualText("Share to train on", zh: "训练集比例"), symbol: "",
    kind: .number(shareScale), effect: .structure, availability: { _ in true }, read: { $0.data.trainShare.short },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.data.trainShare = try shareScale.number(text, of: "train-share")
      return changed
    })

  static let dataSeed = Knob(
    name: "data-seed", title: BilingualText("Seed of the data", zh: "数据种子"), symbol: "",
    kind: .count(TrainingKnobs.seedScale), effect: .structure, availability: { _ in true },
    read: { String($0.data.seed) },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.data.seed = try TrainingKnobs.seedNumber(text, of: "data-seed")
      return changed
    })
}
