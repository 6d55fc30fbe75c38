public import Datasets
public import Foundation
public import Lessons

/// Finds and reads the files that a plan's data come from: in the sample data, in the lesson's own
/// folder, where the system has installed them, or where the user said.
public enum DatasetFolder {
  /// 256 MiB, packed or not: MNIST has 47.
  public static let largestFile = 256 << 20

  /// The bytes of each file, unpacked, by the name that the plan's catalog entry has for it.
  ///
  /// - Parameters:
  ///   - lessonFolder: where a lesson's own file is looked for; nil for the current folder.
  ///   - environment: may name another folder for data that are installed.
  public static func files(
    for plan: LessonPlan, sampleData: String, lessonFolder: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(StorageError) -> [String: [UInt8]] {
    let entry: CatalogEntry
    do throws(DataError) { entry = try plan.catalogEntry() } catch { throw .data(error) }
    var files: [String: [UInt8]] = [:]
    if let installed = entry.installed {
      let folder = folder(of: installed, environment)
      for name in entry.files {
        let path = FilePath.join(folder, name)
        guard let found = existing(path) else {
          throw .notInstalled(name: entry.name, path: path, package: installed.package, variable: installed.variable)
        }
        files[name] = try unpacked(found)
      }
    } else {
      let folder = plan.ownFile == nil ? sampleData : lessonFolder ?? ""
      for name in entry.files {
        let path = FilePath.join(folder, name)
        files[name] = try unpacked(existing(path) ?? path)
      }
    }
    return files
  }

  /// The word lists in a folder, `words/german.txt`, `words/italian.txt`; none where it holds images in the format of
  /// MNIST.
  public static func wordLists(in folder: String) -> [String] {
    let names = (try? FileBytes.names(in: folder)) ?? []
    guard !names.contains(where: { $0.contains("images-idx3") }) else { return [] }
    return names.filter(WordFiles.isList).map { FilePath.join(folder, $0) }
  }

  /// Where data that are not shipped are looked for.
  public static func folder(of data: InstalledData, _ environment: [String: String]) -> String {
    environment[data.variable].flatMap { $0.isEmpty ? nil : $0 } ?? data.folder
  }

  /// Whether all files of an entry are there, in a folder.
  public static func has(_ entry: CatalogEntry, in folder: String) -> Bool {
    entry.files.allSatisfy { existing(FilePath.join(folder, $0)) != nil }
  }

  /// The file itself, or its packed or unpacked twin; nil when there is neither.
  private static func existing(_ path: String) -> String? {
    if FileBytes.isFile(path) { return path }
    let twin = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path + ".gz"
    return FileBytes.isFile(twin) ? twin : nil
  }

  private static func unpacked(_ path: String) throws(StorageError) -> [UInt8] {
    let bytes = try FileBytes.read(path, limit: largestFile)
    guard path.hasSuffix(".gz") else { return bytes }
    do throws(DataError) { return try Gzip.unpack(bytes, file: path, limit: largestFile) } catch { throw .data(error) }
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
    // A file that is not the lesson's own was named by the user, from where the user stands.
    let folder = plan.ownFile == lesson.plan.ownFile ? self.folder : nil
    return try DatasetFolder.files(for: plan, sampleData: sampleData, lessonFolder: folder)
  }
}
