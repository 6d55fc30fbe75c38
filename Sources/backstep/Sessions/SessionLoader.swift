import Autodiff
import Datasets
import Foundation
import Lessons
import NeuralNet
import Sessions
import Stepping
import Storage
import TensorMath
import Workbench

/// A session of somebody else's, or an older one, to be gone on with in a new file.
struct TakenOverSession {
  let name: String
  let file: SessionFile
}

/// Makes a session's networks: a lesson with its settings, and every change of structure.
struct SessionLoader {
  private let stored: StoredLesson
  private let folders: ProgramFolders
  private var lesson: Lesson { stored.lesson }

  init(_ stored: StoredLesson, _ folders: ProgramFolders) {
    self.stored = stored
    self.folders = folders
  }

  /// What a session begins with.
  func header(_ setup: TrainingSetup, _ files: UInt64) -> SessionHeader {
    SessionHeader(
      lesson: lesson.id, files: files, machine: .current, seed: setup.configuration.seed, settings: setup.settings)
  }

  /// The lesson as a session begins with it.
  func loaded(_ header: SessionHeader) throws(Failure) -> LoadedLesson {
    do {
      let plan = try PlanSettings.plan(header.settings, of: lesson.plan)
      return LoadedLesson(stored: stored, plan: plan, setup: try setup(plan, header.settings))
    } catch { throw Failure(.badData, "\(lesson.id): \(Sentence.ended("\(error)"))") }
  }

  /// What was done, with every network that it needs. One that cannot be made is left out; the replay ends
  /// there and says so.
  func replay(_ file: SessionFile) -> (replay: RunReplay, plans: [Int: LessonPlan]) {
    var plans: [Int: LessonPlan] = [:]
    var known: [[String]: (plan: LessonPlan, setup: TrainingSetup)] = [:]
    var last = (try? PlanSettings.plan(file.header.settings, of: lesson.plan)) ?? lesson.plan
    var steps: [RunReplay.Step] = []
    for (index, event) in file.events.enumerated() {
      var step = RunReplay.Step(event)
      if let settings = event.settings {
        if known[settings] == nil, let plan = try? PlanSettings.plan(settings, of: lesson.plan),
          let setup = try? setup(plan, settings)
        {
          known[settings] = (plan, setup)
        }
        if let network = known[settings] {
          step.network = StructureChange(network.setup, label: PlanSettings.label(from: last, to: network.plan))
          plans[index] = network.plan
          last = network.plan
        }
      }
      steps.append(step)
    }
    return (RunReplay(steps), plans)
  }

  /// A session as the workbench takes it up.
  ///
  /// - Parameter stored: where it was read from, when it is gone on with in its own file.
  func resumed(
    _ file: SessionFile, log: Int, from stored: StoredSession?, _ checkpoint: RunCheckpoint? = nil
  ) throws(Failure) -> ResumedSession {
    var loaded = try loaded(file.header)
    loaded.setup.log = log
    var (replay, plans) = replay(file)
    replay.checkpoint = checkpoint
    var notice = BilingualText(
      "Taken up where it was left; r starts over.", zh: "已回到上次离开的地方；按 r 重新开始。")
    if let aside = stored?.asideFile {
      notice = BilingualText(
        "The end of the session was damaged and is now in \(Sentence.shown(aside)); taken up before it.",
        zh: "会话末尾已损坏，已移到 \(Sentence.shown(aside))；从损坏处之前继续。")
    } else if let machine = file.header.machine, machine != .current {
      notice = BilingualText(
        "Taken up from another machine: last digits may differ.", zh: "会话来自另一台机器：末尾几位数字可能不同。")
    }
    return ResumedSession(
      LessonSession(lesson: lesson, plan: loaded.plan, setup: loaded.setup), replay, plans: plans, notice: notice)
  }

  private func setup(_ plan: LessonPlan, _ settings: [String]) throws -> TrainingSetup {
    var setup = try plan.setup(files: stored.files(for: plan, sampleData: folders.sampleData))
    setup.settings = settings
    return setup
  }
}

extension RunEvent {
  /// The settings of the network that it makes.
  fileprivate var settings: [String]? {
    switch self {
    case .structure(let settings), .restart(let settings), .racer(_, _, let settings): settings
    default: nil
    }
  }
}

extension MachineFingerprint {
  /// This machine, and how this Backstep was built.
  static var current: MachineFingerprint {
    #if arch(x86_64)
      let architecture = "x86_64"
    #elseif arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "other"
    #endif
    return MachineFingerprint(
      architecture: architecture, lanes: Kernels.vectorLanes,
      blas: Kernels.blasDescription.trimmingCharacters(in: .whitespaces))
  }
}
