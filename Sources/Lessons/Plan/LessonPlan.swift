public import Datasets
import NeuralNet
public import Stepping

/// Everything that decides a run: data and training. Two equal plans have equal bits at every moment.
///
/// A lesson gives one; each knob makes another out of it (``Knob/setting(_:in:)``).
public struct LessonPlan: Hashable, Sendable {
  public var data: DataSelection { didSet { if data != oldValue { sampleEdits = [] } } }
  /// The file to read when the data are somebody's own; `data.dataset` is then its name.
  public var ownFile: OwnFile?
  public var configuration: TrainingConfiguration {
    // Where no convolution is left there is nothing to stand beside, and no knob that says so.
    didSet {
      if !configuration.model.hasConvolutions { usesDenseCounterpart = false }
      if !configuration.model.hasAttention { recurrentCounterpart = nil }
    }
  }
  /// Whether the last layer and the loss follow the data: so when a learner has chosen other data than
  /// the lesson's, which may have more classes.
  public var fitsOutputToData: Bool
  /// Whether the dense network with as many parameters runs in place of the one described; see ``DenseCounterpart``.
  public var usesDenseCounterpart = false
  /// The recurrent cell that stands in for attention; nil for attention. See ``RecurrentCounterpart``.
  public var recurrentCounterpart: RecurrentCounterpart.Cell?
  /// Numbers of training samples that a learner has set by hand. They belong to ``data`` as it is; other data
  /// have none.
  public var sampleEdits: [SampleEdit] = []

  /// A batch size that means all samples there are.
  public static let allSamples = 1 << 30

  public init(
    data: DataSelection, ownFile: OwnFile? = nil, configuration: TrainingConfiguration, fitsOutputToData: Bool = false
  ) {
    self.data = data
    self.ownFile = ownFile
    self.configuration = configuration
    self.fitsOutputToData = fitsOutputToData
  }

  /// The plan with one more number set by hand.
  public func editing(_ edit: SampleEdit) -> LessonPlan {
    var plan = self
    plan.sampleEdits.removeAll(where: edit.replaces)
    plan.sampleEdits.append(edit)
    return plan
  }

  /// What the data catalog says about the data, or what the lesson says about its own file.
  public func catalogEntry() throws(DataError) -> CatalogEntry {
    if let ownFile { return ownFile.catalogEntry }
    return try DatasetCatalog.entry(named: data.dataset)
  }

  /// The plan as it can be run, its data in it.
  ///
  /// - Parameter files: the bytes of each file of ``catalogEntry()``, by its name there.
  public func setup(files: [String: [UInt8]]) throws(PlanError) -> TrainingSetup {
    let prepared: PreparedData
    do throws(DataError) {
      prepared = try catalogEntry().prepared(for: data, files: files).editing(sampleEdits)
    } catch { throw .data(error) }
    return try setup(on: prepared)
  }

  /// The plan as it can be run, on its data, which have been read before.
  public func setup(on prepared: PreparedData) throws(PlanError) -> TrainingSetup {
    var fitted = fitsOutputToData ? configuration.fitting(prepared.train) : configuration
    if usesDenseCounterpart, fitted.model.hasConvolutions {
      fitted.model.inputShape = prepared.train.exampleShape
      do throws(ModelError) {
        fitted.model = try DenseCounterpart(of: fitted.model).model
      } catch { throw .setup(.model(error)) }
      // First weights that a lesson prescribes are for its own layers.
      fitted.initialValues = [:]
    }
    if let recurrentCounterpart, fitted.model.hasAttention {
      fitted.model = RecurrentCounterpart(of: fitted.model, recurrentCounterpart).model
      fitted.initialValues = [:]
    }
    do throws(SetupError) {
      return try TrainingSetup(fitted, data: prepared)
    } catch { throw .setup(error) }
  }
}

/// Why a plan cannot be run.
public enum PlanError: Error, Hashable, Sendable, CustomStringConvertible {
  case data(DataError)
  case setup(SetupError)

  public var description: String {
    switch self {
    case .data(let error): error.description
    case .setup(let error): error.description
    }
  }
}
