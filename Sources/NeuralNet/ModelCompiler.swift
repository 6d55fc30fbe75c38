public import Autodiff
public import TensorMath

/// Makes programs from a ``ModelDescription``: one for training at each batch size, one for
/// predicting. All share their parameters, which lie the same in each.
public struct ModelCompiler: Sendable {
  public let model: ModelDescription
  public let loss: any Loss
  private let layers: [any Layer]

  /// The names of what every program reads and what it predicts.
  public static let featuresName = "features"
  public static let targetsName = "targets"
  public static let predictionName = "prediction"

  public init(_ model: ModelDescription) throws(ModelError) {
    self.model = model
    do throws(SettingError) {
      loss = try LossCatalog.loss(named: model.loss)
      var layers: [any Layer] = []
      for description in model.layers { layers.append(try LayerCatalog.layer(description)) }
      self.layers = layers
    } catch { throw .setting(error) }
    guard !layers.isEmpty else { throw .setting(SettingError("layers", found: "none", needed: "at least one")) }
    guard model.l1 >= 0, model.l2 >= 0, model.l1.isFinite, model.l2.isFinite else {
      throw .setting(SettingError("L1 and L2", found: "\(model.l1) and \(model.l2)", needed: "numbers from 0 up"))
    }
    guard (0...1).contains(model.labelSmoothing) else {
      throw .setting(
        SettingError("label smoothing", found: "\(model.labelSmoothing)", needed: "a number from 0 to 1"))
    }
    guard Dropout.rateRange.contains(model.dropout) else {
      throw .setting(SettingError("dropout", found: "\(model.dropout)", needed: "a number from 0 up to, but not, 1"))
    }
  }

  /// A program for batches of this size, with backward pass and updates.
  public func trainingProgram(
    batchSize: Int, stateNames: [String], clipping: GradientClipping = .none
  ) throws(ModelError) -> Program {
    var network = NetworkBuilder(isTraining: true, tokens: model.tokens)
    do throws(ShapeError) {
      let output = try buildForward(batchSize, in: &network)
      network.program.phase = .loss
      let targets = network.program.input(
        Self.targetsName, targetsShape(of: output))
      let operation = loss.operation(labelSmoothing: model.labelSmoothing)
      let isPlain = model.l1 == 0 && model.l2 == 0
      let names = [isPlain ? "loss" : "loss.data"] + operation.outputNames.dropFirst()
      let data = try network.program.apply(operation, [output, targets], named: names)[0]
      let total = try addPenalties(to: data, in: &network)
      return try finish(
        network.program, loss: total, dataLoss: data, stateNames: stateNames, clipping: clipping)
    } catch { throw .shape(error) }
  }

  /// A program that computes the data loss and predictions of samples, with nothing to learn from them:
  /// labels are not smoothed and no unit is dropped.
  public func evaluationProgram(batchSize: Int) throws(ModelError) -> Program {
    var network = NetworkBuilder(tokens: model.tokens)
    do throws(ShapeError) {
      let output = try buildForward(batchSize, in: &network)
      network.program.phase = .loss
      let targets = network.program.input(
        Self.targetsName, targetsShape(of: output))
      let operation = loss.operation(labelSmoothing: 0)
      let names = ["loss"] + operation.outputNames.dropFirst().map { _ in Self.predictionName }
      _ = try network.program.apply(operation, [output, targets], named: names)
      if names.count == 1 { _ = try network.program.apply(Copy(), output, named: Self.predictionName) }
      return try finish(network.program, loss: nil, dataLoss: nil, stateNames: [])
    } catch { throw .shape(error) }
  }

  /// A program that turns features into predictions (probabilities where the loss works on logits).
  public func predictionProgram(batchSize: Int) throws(ModelError) -> Program {
    var network = NetworkBuilder(tokens: model.tokens)
    do throws(ShapeError) {
      let output = try buildForward(batchSize, in: &network)
      let operation = loss.predictionOperation ?? Copy()
      _ = try network.program.apply(operation, output, named: Self.predictionName)
      return try finish(network.program, loss: nil, dataLoss: nil, stateNames: [])
    } catch { throw .shape(error) }
  }

  /// The parameters in program order, with how they start.
  public func parameterPlans() throws(ModelError) -> [ParameterPlan] {
    var network = NetworkBuilder(tokens: model.tokens)
    do throws(ShapeError) { _ = try buildForward(1, in: &network) } catch { throw .shape(error) }
    return network.parameters
  }

  /// How many numbers the network puts out for a sample.
  public func outputCount() throws(ModelError) -> Int { try outputShape().count }

  /// The shape of what it puts out for a sample: `[units]`, or `[maps, height, width]` where images stay images.
  public func outputShape() throws(ModelError) -> Shape {
    var network = NetworkBuilder(tokens: model.tokens)
    do throws(ShapeError) {
      return Shape(Array(try buildForward(1, in: &network).shape.dimensions.dropFirst()))
    } catch { throw .shape(error) }
  }

  func buildForward(_ batchSize: Int, in network: inout NetworkBuilder) throws(ShapeError)
    -> ProgramBuilder.Value
  {
    var value = network.program.input(Self.featuresName, featuresShape(batchSize))
    network.features = value
    for (index, layer) in layers.enumerated() {
      let name = model.layers[index].name
      value = try layer.build(value, named: name, in: &network)
      if model.dropout > 0, isDropped(index) {
        // The pixels of a map know much of each other: maps are silenced as a whole.
        value = try Dropout(rate: model.dropout, dropsMaps: value.shape.rank == 4)
          .build(value, named: "\(name).dropout", in: &network)
      }
      network.remember(value, of: name)
    }
    return value
  }

  /// Whether the model's dropout stands behind a layer: a hidden one with units, or the normalization of its outputs,
  /// which would see other means while training than afterwards if dropout stood before it.
  private func isDropped(_ index: Int) -> Bool {
    func isNormalization(_ place: Int) -> Bool { layers.indices.contains(place) && layers[place] is BatchNormalization }
    guard index < layers.count - 1, !isNormalization(index + 1) else { return false }
    return type(of: layers[isNormalization(index) && index > 0 ? index - 1 : index]).hasUnits
  }

  /// A class for each row of logits, one a sample or one a position, or as many numbers as the network puts out.
  private func targetsShape(of output: ProgramBuilder.Value) -> Shape {
    loss.targets == .classIndex ? Shape(Array(output.shape.dimensions.dropLast())) : output.shape
  }

  /// Images stay images and sequences sequences where a layer looks at them as such; else a sample is a row of
  /// numbers.
  private func featuresShape(_ batchSize: Int) -> Shape {
    let keepsShape = layers.contains { type(of: $0).takesImages || type(of: $0).takesSequences }
    return keepsShape ? Shape([batchSize] + model.inputShape.dimensions) : [batchSize, model.inputCount]
  }

  private func addPenalties(to data: ProgramBuilder.Value, in network: inout NetworkBuilder)
    throws(ShapeError) -> ProgramBuilder.Value
  {
    var penalties: [ProgramBuilder.Value] = []
    for parameter in network.parameters where parameter.isWeight {
      if model.l1 > 0 {
        penalties.append(
          try network.program.apply(
            L1Penalty(strength: model.l1), parameter.value, named: "penalty.l1.\(parameter.name)"))
      }
      if model.l2 > 0 {
        penalties.append(
          try network.program.apply(
            L2Penalty(strength: model.l2), parameter.value, named: "penalty.l2.\(parameter.name)"))
      }
    }
    var total = data
    for (index, penalty) in penalties.enumerated() {
      let name = index == penalties.count - 1 ? "loss" : "loss.sum.\(index + 1)"
      total = try network.program.apply(Add(), total, penalty, named: name)
    }
    return total
  }

  private func finish(
    _ builder: ProgramBuilder, loss: ProgramBuilder.Value?, dataLoss: ProgramBuilder.Value?, stateNames: [String],
    clipping: GradientClipping = .none
  ) throws(ShapeError) -> Program {
    do throws(ProgramError) {
      return try builder.finish(loss: loss, dataLoss: dataLoss, stateNames: stateNames, clipping: clipping)
    } catch {
      throw ShapeError("the network", found: error.description, needed: "every parameter on the way to the loss")
    }
  }
}

/// A model that cannot be built.
public enum ModelError: Error, Hashable, Sendable, CustomStringConvertible {
  case setting(SettingError)
  case shape(ShapeError)

  public var description: String {
    switch self {
    case .setting(let error): error.description
    case .shape(let error): error.description
    }
  }
}
