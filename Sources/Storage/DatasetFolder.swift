import Datasets
public import Lessons

/// Finds and reads the files that a plan's data come from: in the sample data, in the lesson's own
/// folder, or where the user said.
public enum DatasetFolder {
  /// 256 MiB: MNIST has 47.
  public static let largestFile = 256 << 20

  /// The bytes of each file, by the name that the plan's catalog entry has for it.
  ///
  /// - Parameter lessonFolder: where a lesson's own table is looked for; nil for the current folder.
  public static func files(
    for plan: LessonPlan, sampleData: String, lessonFolder: String? = nil
  ) throws(StorageError) -> [String: [UInt8]] {
    let names: [String]
    do throws(DataError) { names = try plan.catalogEntry().files } catch { throw .data(error) }
    let folder = plan.table == nil ? sampleData : lessonFolder ?? ""
    var files: [String: [UInt8]] = [:]
    for name in names { files[name] = try FileBytes.read(FilePath.join(folder, name), limit: largestFile) }
    return files
  }
}

extension StoredLesson {
  /// The files of all trainings of an experiment.
  public func files(for experiment: Experiment, sampleData: String) throws(StorageError) -> [String: [UInt8]] {
    var all = try files(for: lesson.plan, sampleData: sampleData)
    for plan in experiment.plans(from: lesson.plan) where plan.data.dataset != lesson.plan.data.dataset {
      all.merge(try files(for: plan, sampleData: sampleData)) { first, _ in first }
    }
    return all
  }

  /// The files of one plan of the lesson, with knobs as a learner has turned them; or all that the lesson and its
  /// experiments need.
  public func files(for plan: LessonPlan? = nil, sampleData: String) throws(StorageError) -> [String: [UInt8]] {
    guard let plan else {
      var all = try files(for: lesson.plan, sampleData: sampleData)
      for experiment in lesson.experiments {
        all.merge(try files(for: experiment, sampleData: sampleData)) { first, _ in first }
      }
      return all
    }
    // A table that is not the lesson's own was named by the user, from where the user stands.
    let folder = plan.table == lesson.plan.table ? self.folder : nil
    return try DatasetFolder.files(for: plan, sampleData: sampleData, lessonFolder: folder)
  }
}
