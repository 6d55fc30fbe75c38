import Autodiff
import NeuralNet
import TensorMath
import Testing

/// Whole Transformers against `torch.nn.TransformerEncoderLayer` and `TransformerDecoderLayer`: padding, the causal mask,
/// cross-attention, both places of the normalization, and an output that shares the embedding's table.
@Suite struct TransformerTests {
  /// PyTorch itself in single precision is up to 5.2e-6 of a tensor's largest number away from these, in double.
  private static let tolerance: Float = 1e-5

  /// A Transformer. Its settings are the blocks', its input tokens: the source's and behind them the target's.
  struct Case: Decodable {
    let layer: LayerCase
    let kind: String

    private enum CodingKeys: CodingKey { case kind }

    init(from decoder: any Decoder) throws {
      layer = try LayerCase(from: decoder)
      kind = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .kind)
    }
  }

  private func embedding(_ name: String, positions: String, reads: String = "source") -> LayerDescription {
    LayerDescription(
      type: "embedding", name: name, settings: ["width": "6", "positions": positions, "reads": reads])
  }

  private func model(_ reference: Case) throws -> ModelDescription {
    func block(_ type: String, _ name: String, _ more: [String: String] = [:]) -> LayerDescription {
      LayerDescription(type: type, name: name, settings: reference.layer.settings.merging(more) { $1 })
    }
    let letters = embedding("letters", positions: "sinusoidal")
    let positions = reference.layer.x.tensor.shape.columns
    let layers: [LayerDescription]
    let tokens: TokenLayout
    switch reference.kind {
    case "encoder":
      layers = [letters, block("encoder-block", "block0"), block("encoder-block", "block1")]
      tokens = TokenLayout(source: TokenSequence(length: positions, vocabulary: 7, isPadded: true))
    case "translator":
      layers = [
        letters, block("encoder-block", "encoder"), embedding("sounds", positions: "learned", reads: "target"),
        block("decoder-block", "decoder", ["memory": "encoder"]),
      ]
      tokens = TokenLayout(
        source: TokenSequence(length: 4, vocabulary: 6, isPadded: true),
        target: TokenSequence(length: 3, vocabulary: 5, isPadded: true))
    default:
      #expect(reference.kind == "language model")
      layers = [
        letters, block("decoder-block", "block0"), block("decoder-block", "block1"),
        LayerDescription(type: "layer-norm", name: "norm", settings: [:]),
        LayerDescription(type: "tied-output", name: "output", settings: ["embedding": "letters"]),
      ]
      tokens = TokenLayout(source: TokenSequence(length: positions, vocabulary: 6, isPadded: false))
    }
    var model = ModelDescription(inputShape: [positions], layers: layers, loss: "squared-error")
    model.tokens = tokens
    return model
  }

  @Test func outputsAndGradientsArePyTorchs() throws {
    for reference in try ReferenceFile<Case>("transformer").cases {
      let program = try ModelCompiler(model(reference)).trainingProgram(
        batchSize: reference.layer.x.tensor.shape.dimensions[0], stateNames: [])
      let network = BoundNetwork(program, SGD(), learningRate: 0)
      let output = try #require(program.nodes.last { $0.phase == .forward }?.output)
      reference.layer.expectSame(network, output: program[output].name, tolerance: Self.tolerance)
    }
  }
}
