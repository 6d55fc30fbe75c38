public import Datasets
import Stepping

/// Other data in place of those that a plan has: what was chosen of the old means nothing for the new, and the end of
/// the network follows them.
extension LessonPlan {
  /// Data from a file of the learner's own. In place of a series a table is taken for one, with its dates in the first
  /// column.
  ///
  /// - Parameter settings: how the file is to be read when it is a table.
  public mutating func useOwnFile(_ file: String, settings: TableSettings = TableSettings()) {
    let old = self
    ownFile = OwnFile(
      file: file, settings: settings, date: old.entry(named: old.data.dataset)?.holdsSeries == true ? 1 : nil)
    chooseData(named: file, insteadOf: old)
  }

  mutating func chooseData(named name: String, noise: Float? = nil, insteadOf old: LessonPlan) {
    // A share that was chosen stays, unless the new files give examples for testing and the old ones did not, or
    // the other way round: it means another thing then.
    let (usual, oldUsual) = (usualTrainShare(named: name), old.usualTrainShare(named: old.data.dataset))
    data = DataSelection(
      dataset: name, noise: noise, seed: old.data.seed, trainShare: usual == oldUsual ? old.data.trainShare : usual,
      series: entry(named: name)?.holdsSeries == true ? old.data.series : SeriesChoices())
    if let new = entry(named: name)?.textSource, let before = old.entry(named: old.data.dataset)?.textSource {
      // What is still a choice stays.
      data.texts = old.data.texts.fitting(new, insteadOf: before)
    }
    fitsOutputToData = true
    configuration.initialValues = [:]
  }

  private func usualTrainShare(named name: String) -> Double { entry(named: name)?.usualTrainShare ?? 0.8 }

  private func entry(named name: String) -> CatalogEntry? {
    ownFile?.catalogEntry ?? (try? DatasetCatalog.entry(named: name))
  }
}
