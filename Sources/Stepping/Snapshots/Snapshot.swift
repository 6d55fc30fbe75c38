public import Autodiff
import Datasets
public import NeuralNet
import TensorMath

/// What the workbench wants to know besides the numbers of the network itself.
public struct SnapshotRequest: Hashable, Sendable {
  /// The number to explain.
  public var explain: CellAddress?
  /// The decision surface to draw; nil when no panel shows it.
  public var surface: SurfaceRequest?
  /// Predictions for all samples.
  public var wantsPredictions: Bool
  /// Slots that are copied even when the network is too large to copy whole.
  public var slots: Set<SlotID>
  /// The loss across two numbers of the parameters; nil when no panel shows it.
  public var lossSurface: LossSurfaceRequest?
  /// What becomes of the loss if a number is nudged.
  public var whatIf: WhatIfRequest?
  /// A gradient check, once.
  public var gradientCheck: GradientCheckRequest?
  /// What each sample of the batch adds.
  public var batchParts: BatchPartsRequest?
  /// Norms and distributions through the run.
  public var wantsStatistics: Bool
  /// The number whose way is wanted, for a question about it.
  public var worked: CellAddress?
  /// Which parts of the data a classifier is tested on.
  public var tests: Set<DataPart> = []
  /// On which part of a series the forecasts are tested.
  public var forecast: DataPart?
  /// A picture to look at through the network.
  public var image: ImageRequest?
  /// A word to read through the network, letter by letter.
  public var word: WordRequest?
  /// A text to read through the network, or to let it go on with.
  public var text: TextRequest?

  public init(
    explain: CellAddress? = nil, surface: SurfaceRequest? = nil, wantsPredictions: Bool = false,
    slots: Set<SlotID> = [], whatIf: WhatIfRequest? = nil, gradientCheck: GradientCheckRequest? = nil,
    batchParts: BatchPartsRequest? = nil, wantsStatistics: Bool = false, worked: CellAddress? = nil
  ) {
    self.whatIf = whatIf
    self.gradientCheck = gradientCheck
    self.batchParts = batchParts
    self.wantsStatistics = wantsStatistics
    self.worked = worked
    self.explain = explain
    self.surface = surface
    self.wantsPredictions = wantsPredictions
    self.slots = slots
  }
}

/// A grid over two features on which the network is to be evaluated; all other features are 0, the
/// mean of standardized data.
public struct SurfaceRequest: Hashable, Sendable {
  public var columns: Int
  public var rows: Int
  /// Which features run along the horizontal and the vertical axis.
  public var horizontalFeature: Int
  public var verticalFeature: Int
  public var horizontalRange: ClosedRange<Float>
  public var verticalRange: ClosedRange<Float>

  public init(
    columns: Int, rows: Int, horizontalFeature: Int = 0, verticalFeature: Int = 1,
    horizontalRange: ClosedRange<Float>, verticalRange: ClosedRange<Float>
  ) {
    self.columns = columns
    self.rows = rows
    self.horizontalFeature = horizontalFeature
    self.verticalFeature = verticalFeature
    self.horizontalRange = horizontalRange
    self.verticalRange = verticalRange
  }
}

/// The network's predictions on a grid, row by row from the low end of the vertical axis:
/// [rows × columns, outputs].
public struct Surface: Hashable, Sendable {
  public let request: SurfaceRequest
  public let outputCount: Int
  public let predictions: [Float]
}

/// Predictions for every sample, [samples, outputs], at one moment.
public struct SamplePredictions: Hashable, Sendable {
  public let outputCount: Int
  public let train: [Float]
  public let test: [Float]
}

/// Everything that other threads get to see of a run: copies, taken at one moment.
public struct Snapshot: Sendable {
  public let moment: Moment
  /// The latest moment reached; later than `moment` after going back.
  public let end: Moment
  public let program: Program
  public let completedIterations: Int
  public let epoch: Int
  public let batchesPerEpoch: Int
  /// The samples of the batch, as indices into the training part.
  public let batchSamples: [Int]
  /// The one that was chosen, before the schedule.
  public let learningRate: Float
  /// The one with which this iteration updates.
  public let learningRateInForce: Float
  public let losses: LossRecord
  public let evaluations: EvaluationRecord
  /// Loss and metric with the parameters as they are now.
  public let current: EvaluationPoint?
  public let observations: [Observation]
  public let interventions: [Intervention]
  /// What the learner has done with branches and what can be undone; set by ``RunHistory``.
  public fileprivate(set) var branches: [BranchSummary] = []
  public fileprivate(set) var comparison: Comparison?
  /// How many changes, undos and redos there have been.
  public fileprivate(set) var changeCount = 0
  public fileprivate(set) var undoLabel: BilingualText?
  public fileprivate(set) var redoLabel: BilingualText?
  /// What became of the parameters at the last change of structure on the way here.
  public let transplant: Transplant?
  /// Values that were computed before a parameter they depend on was changed by hand.
  public let staleSlots: Set<SlotID>
  /// Which setup runs; see ``TrainingSetup/tag``.
  public let setupTag: Int
  public internal(set) var explanation: Explanation?
  public let surface: Surface?
  /// Set by ``RunHistory``.
  public fileprivate(set) var lossSurface: LossSurface?
  public let predictions: SamplePredictions?
  /// What a classifier makes of the parts of the data that were asked for; set by ``RunHistory``.
  public fileprivate(set) var tests: [DataPart: ClassificationTest] = [:]
  /// What the network forecasts on the part of a series that was asked for; set by ``RunHistory``.
  public fileprivate(set) var forecast: ForecastTest?
  /// What the network makes of the picture that was asked for; set by ``RunHistory``.
  public fileprivate(set) var image: ImageExamination?
  /// What the network makes of the word that was asked for; set by ``RunHistory``.
  public fileprivate(set) var word: WordReading?
  /// What the network makes of the text that was asked for; set by ``RunHistory``.
  public fileprivate(set) var text: TextReading?
  public internal(set) var whatIf: WhatIf?
  public let gradientCheck: GradientCheck?
  public internal(set) var batchParts: BatchParts?
  public let statistics: StatisticsHistory?
  /// The cell that term-by-term stepping has reached.
  public let progressAddress: CellAddress?
  /// How the number that was asked for has come about.
  public private(set) var worked: WorkedNumber?
  /// The recurrent layers of the program, by their names.
  public let unrolledLayers: [String: UnrolledLayer]
  var values: [SlotID: [Float]]
  /// For each slot in the program's order whether its numbers are there.
  var computed: [Bool]
  /// Where the run stops by itself, with the hits counted so far.
  public internal(set) var breakpoints = BreakpointSet()
  /// Why a run that went on by itself stands still; nil when it was not a breakpoint.
  public internal(set) var stop: BreakpointStop?
  /// Whether this is only a place on the way to where a command goes.
  public internal(set) var isOnTheWay = false

  /// The numbers of a slot, row major; nil when they are not computed yet (or were not asked for).
  public func values(of slot: SlotID) -> [Float]? { isComputed(slot) ? values[slot] : nil }

  public func isComputed(_ slot: SlotID) -> Bool { computed[slot.index] }

  /// How many cells of a slot are to be shown: all, or as far as term-by-term stepping has come.
  public func shownCells(of slot: SlotID) -> Int {
    guard isComputed(slot) else { return 0 }
    let count = program[slot].shape.count
    guard let progress = progressAddress, moment.position > 0 else { return count }
    let writes = program.instructions[moment.position - 1].writes
    guard let reached = writes.firstIndex(of: progress.slot), let own = writes.firstIndex(of: slot) else {
      return count
    }
    return own < reached ? count : own > reached ? 0 : progress.cell
  }
}

extension RunHistory {
  /// - Parameter freshness: whether the run stands still, else the picture must not keep it waiting.
  func snapshot(_ request: SnapshotRequest, _ freshness: Freshness) -> Snapshot {
    var snapshot = timeline.snapshot(request, freshness)
    snapshot.branches = summaries
    snapshot.comparison = comparison(freshness)
    snapshot.undoLabel = undoLabel
    snapshot.redoLabel = redoLabel
    snapshot.lossSurface = request.lossSurface.flatMap { lossSurfaces.surface($0, of: timeline) }
    for part in request.tests { snapshot.tests[part] = classificationTester.test(part, of: timeline, freshness) }
    snapshot.forecast = request.forecast.flatMap { forecastTester.test($0, of: timeline, freshness) }
    snapshot.image = request.image.flatMap { imageExaminer.examine($0, of: timeline.machine) }
    snapshot.word = request.word.flatMap { wordReader.read($0, of: timeline) }
    snapshot.text = request.text.flatMap { textReader.read($0, of: timeline) }
    snapshot.changeCount = changeCount
    snapshot.breakpoints = breakpoints
    return snapshot
  }
}

extension Timeline {
  /// Networks up to this many floats are copied whole.
  private static let wholeCopyLimit = 1 << 20

  public func snapshot(_ request: SnapshotRequest, _ freshness: Freshness = .now) -> Snapshot {
    var values: [SlotID: [Float]] = [:]
    var computed = [Bool](repeating: false, count: program.slots.count)
    let copiesAll = program.durableCount + program.transientCount <= Self.wholeCopyLimit
    for slot in program.slots where machine.isComputed(slot.id) {
      computed[slot.id.index] = true
      if copiesAll || request.slots.contains(slot.id) { values[slot.id] = machine.bound.view(of: slot.id).values }
    }
    predictor.adopt(machine)
    let progressAddress = now.progress.flatMap { cell(at: $0)?.address }
    return Snapshot(
      moment: now, end: end, program: program, completedIterations: machine.completedIterations,
      epoch: machine.epoch(ofIteration: machine.completedIterations),
      batchesPerEpoch: machine.batchesPerEpoch, batchSamples: machine.batchSamples.map(Int.init),
      learningRate: machine.learningRate, learningRateInForce: machine.learningRateInForce, losses: losses,
      evaluations: evaluations,
      current: predictor.evaluation(completedIterations: machine.completedIterations, freshness),
      observations: observations,
      interventions: interventions, transplant: transplant, staleSlots: machine.staleSlots, setupTag: setup.tag,
      explanation: request.explain.flatMap(explanation),
      surface: request.surface.flatMap(surface),
      predictions: request.wantsPredictions ? predictor.samplePredictions(freshness) : nil,
      whatIf: request.whatIf.flatMap { probe.whatIf($0, beside: machine) },
      gradientCheck: request.gradientCheck.flatMap { probe.check($0, at: now, beside: machine) },
      batchParts: request.batchParts.flatMap { probe.batchParts($0, beside: machine) },
      statistics: request.wantsStatistics ? statistics : nil, progressAddress: progressAddress,
      worked: request.worked.flatMap { probe.workedNumber(of: $0, beside: machine) },
      unrolledLayers: machine.unrolledLayers, values: values, computed: computed)
  }

  private func explanation(_ address: CellAddress) -> Explanation? {
    guard address.slot.index < program.slots.count, address.cell < program[address.slot].shape.count else { return nil }
    return machine.explanation(of: address)
  }

  private func surface(_ request: SurfaceRequest) -> Surface? {
    let featureCount = setup.data.train.featureCount
    guard request.columns > 0, request.rows > 0, request.horizontalFeature < featureCount,
      request.verticalFeature < featureCount
    else { return nil }
    var features = [Float](repeating: 0, count: request.columns * request.rows * featureCount)
    for row in 0..<request.rows {
      let y = position(row, of: request.rows, in: request.verticalRange)
      for column in 0..<request.columns {
        let start = (row * request.columns + column) * featureCount
        features[start + request.verticalFeature] = y
        features[start + request.horizontalFeature] = position(column, of: request.columns, in: request.horizontalRange)
      }
    }
    return Surface(
      request: request, outputCount: predictor.outputCount, predictions: predictor.predictions(features: features))
  }

  /// The middle of the nth of `count` equal parts of a range.
  private func position(_ index: Int, of count: Int, in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * (Float(index) + 0.5) / Float(count)
  }
}
