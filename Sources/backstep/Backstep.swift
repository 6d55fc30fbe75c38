import Foundation
import Lessons
import NcursesBackend
import Screen
import Stepping
import Storage
import TrainerService
import Workbench
import Autodiff

@main
struct Backstep {
  static func main() throws {
    if try BenchmarkMain.run() { return }
    let args = CommandLine.arguments
    let folders = ProgramFolders(
      environment: ProcessInfo.processInfo.environment, executable: nil,
      currentFolder: FileManager.default.currentDirectoryPath)
    let scan = try LessonFolder.scan(folders.lessons)
    let runner = EffectRunner(folders: folders, lessons: scan.lessons)
    if args.count > 1, args[1] == "screen" {
      let parts = args[4].split(separator: "x").compactMap { Int($0) }
      var state = WorkbenchState(
        size: Size(width: parts[0], height: parts[1]), lessons: scan.lessons.map(\.lesson),
        lessonProblems: scan.errors.map { "\($0)" })
      if args.count > 5, args[5] == "zh" { state.language = .chinese }
      let trainer = ImmediateTrainer()
      func send(_ m: Message) {
        for e in update(&state, m) {
          switch e {
          case .trainer(let c): trainer.send(c)
          case .open(let l, let p): send(runner.open(l, p))
          default: break
          }
        }
        if state.pace == nil || true, let u = trainer.takeUpdate() {
          if let f = u.failure { send(.failed("\(f)")) }
          send(.running(u.pace, rate: u.rate))
          if let s = u.snapshot { send(.snapshot(s)) }
        }
      }
      if let l = scan.lessons.first(where: { $0.lesson.id == args[2] }) { send(.opened({ if case .opened(let s) = runner.open(l.lesson, l.lesson.plan) { return s } else { fatalError("\(runner.open(l.lesson, l.lesson.plan))") } }())) }
      for k in args[3].split(separator: " ") { if let key = Key(name: String(k)) { send(.key(key)) } else { print("bad key", k) } }
      if args.count > 6 { print(ScreenPicture(title: "backstep").svg(WorkbenchView.frame(state))) } else { print(ScreenText.plain(WorkbenchView.frame(state))) }
      return
    }
    let wake = WakePipe()
    let terminal = try NcursesTerminal(environment: ProcessInfo.processInfo.environment, wakeDescriptor: wake.readDescriptor)
    let state = WorkbenchState(size: terminal.size, capabilities: terminal.capabilities, lessons: scan.lessons.map(\.lesson), lessonProblems: scan.errors.map { "\($0)" })
    let loop = EventLoop(terminal: terminal, trainer: BackgroundTrainer(waking: wake), effects: runner, state: state)
    _ = loop.run(opening: nil, plan: nil)
    terminal.stop()
  }
}
