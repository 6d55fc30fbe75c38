import Autodiff
import Datasets
import Screen
import Stepping
import TensorMath

/// The samples of a batch as the tokens that they are, each with its class, or with the token that is to be told at
/// each position; and which of all these is looked at.
struct TokenBatch {
  /// A number of the batch: a token of a sample, or what is to be told.
  struct Place {
    let sample: Int
    /// In the sample's row of that tensor; 0 for a class.
    let column: Int
    let isInTargets: Bool
  }

  let features: Slot
  let targets: Slot
  let texts: SampleTokens
  /// What is looked at.
  let focus: Place
  private let classNames: [String]
  private let scene: StageScene

  /// Nil where the instruction loads no tokens, or something else is looked at.
  init?(_ scene: StageScene) {
    let program = scene.snapshot.program
    guard case .load = scene.instruction.kind, program.readsTokens,
      let data = scene.state.session?.setup.data.train, let texts = data.tokens, let features = scene.slots.all.first,
      features == program.inputs.first,
      let targets = scene.slots.all.dropFirst().first, program[features].shape.columns == texts.positionCount,
      [features, targets].contains(scene.focus.slot),
      program[targets].shape.dimensions[0] == program[features].shape.dimensions[0]
    else { return nil }
    (self.features, self.targets) = (program[features], program[targets])
    (self.texts, self.scene) = (texts, scene)
    classNames = data.classNames
    let isInTargets = scene.focus.slot == targets
    let columns = Self.columns(isInTargets ? self.targets : self.features)
    focus = Place(
      sample: scene.focus.cell / columns, column: scene.focus.cell % columns, isInTargets: isInTargets)
    guard asksEverywhere || data.hasOneClassEach else { return nil }
  }

  var samples: Int { features.shape.dimensions[0] }
  /// Whether a token is to be told at each position of the last part.
  var asksEverywhere: Bool { targets.shape.rank == 2 && targets.shape.columns == texts.told.length }
  /// Position of the first token that is told.
  var firstTold: Int { texts.positionCount - texts.told.length }
  /// Position that is looked at; nil where it is a class.
  var position: Int? {
    guard focus.isInTargets else { return focus.column }
    return asksEverywhere ? firstTold + focus.column : nil
  }

  /// What stands at a position of a sample: a token, `·` for padding.
  func token(_ sample: Int, _ position: Int) -> String {
    guard let number = number(features, sample, position) else { return notYet }
    return texts.text(of: number, at: position)
  }

  /// What is to be told at a position: a token, `·` where nothing is asked; nil before the part that is told.
  func told(_ sample: Int, _ position: Int) -> String? {
    guard position >= firstTold else { return nil }
    guard let number = number(targets, sample, position - firstTold) else { return notYet }
    return number >= 0 ? texts.text(of: number, at: position) : Vocabulary.paddingSign
  }

  /// The name of a sample's class.
  func className(_ sample: Int) -> String {
    guard let number = number(targets, sample, 0) else { return notYet }
    return Int(exactly: number).flatMap { classNames[safe: $0] } ?? "?"
  }

  private var notYet: String { "\(scene.state.theme.signs.notYet)" }

  /// Numbers of a sample.
  private static func columns(_ slot: Slot) -> Int { max(slot.shape.count / max(slot.shape.dimensions[0], 1), 1) }

  private func number(_ slot: Slot, _ sample: Int, _ column: Int) -> Float? {
    let cell = sample * Self.columns(slot) + column
    guard cell < scene.snapshot.shownCells(of: slot.id) else { return nil }
    return scene.snapshot.values(of: slot.id)?[safe: cell]
  }
}
