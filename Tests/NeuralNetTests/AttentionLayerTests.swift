import Autodiff
import NeuralNet
import TensorMath
import Testing

/// What is where in attention as it stands in a program, and which tokens stand at its rows.
@Suite struct AttentionLayerTests {
  private static let translation = TokenLayout(
    source: TokenSequence(length: 5, vocabulary: 7, isPadded: true),
    target: TokenSequence(length: 4, vocabulary: 6, isPadded: true))

  private func program(_ layers: [LayerDescription], _ tokens: TokenLayout) throws -> Program {
    var model = ModelDescription(inputShape: [tokens.positions], layers: layers, loss: "squared-error")
    model.layers.append(.dense("output", units: 1))
    model.tokens = tokens
    return try ModelCompiler(model).trainingProgram(batchSize: 2, stateNames: [])
  }

  private func layer(_ type: String, _ name: String, _ settings: [String: String]) -> LayerDescription {
    LayerDescription(type: type, name: name, settings: settings)
  }

  private func translator() throws -> Program {
    try program(
      [
        layer("embedding", "letters", ["width": "4", "positions": "sinusoidal"]),
        layer("encoder-block", "encoder", ["heads": "2", "feed-forward": "3"]),
        layer("embedding", "sounds", ["width": "4", "positions": "learned", "reads": "target"]),
        layer(
          "decoder-block", "decoder", ["heads": "2", "feed-forward": "3", "memory": "encoder", "residual": "false"]),
      ], Self.translation)
  }

  @Test func partsAreFoundByName() throws {
    let program = try translator()
    let own = try #require(AttentionLayer(named: "decoder", in: program))
    #expect((own.batch, own.heads, own.queries, own.keys) == (2, 2, 4, 4) && own.width == 4 && own.headWidth == 2)
    #expect(own.parts == AttentionLayer.Part.allCases)
    let cross = try #require(AttentionLayer(named: "decoder", isCross: true, in: program))
    #expect((cross.queries, cross.keys) == (4, 5))
    #expect(cross.slot(.scores) == program.slot(named: "decoder.cross_scores")?.id)
    let gradient = try #require(program.slot(named: "decoder.cross_weights.gradient"))
    #expect(cross.part(of: gradient.id, in: program) == .weights && own.part(of: gradient.id, in: program) == nil)
    #expect(AttentionLayer(named: "letters", in: program) == nil)
    #expect(AttentionLayer(named: "encoder", isCross: true, in: program) == nil)
  }

  @Test func everyInstructionOfAttentionKnowsItsLayer() throws {
    let program = try translator()
    for instruction in program.instructions where instruction.phase != .update {
      let layer = AttentionLayer(of: instruction, in: program)
      let isInside = instruction.scope.contains { $0.hasSuffix("-attention") }
      #expect((layer != nil) == isInside, "\(instruction.scope) \(instruction.label)")
      #expect(layer?.isCross ?? false == instruction.scope.contains("cross-attention"))
    }
  }

  @Test func withoutAMaskThereIsNoMaskedPart() throws {
    let layout = TokenLayout(source: TokenSequence(length: 3, vocabulary: 4, isPadded: false))
    let program = try program(
      [layer("embedding", "words", ["width": "4"]), layer("self-attention", "attention", ["heads": "1"])], layout)
    let layer = try #require(AttentionLayer(named: "attention", in: program))
    #expect(!layer.parts.contains(.masked) && layer.parts.count == 8)
  }

  /// Queries of cross-attention are the target's tokens, its keys the source's, gradients included.
  @Test func tokensStandAtTheirRows() throws {
    let program = try translator()
    func origin(_ name: String) throws -> TokenOrigin? {
      program.tokenOrigin(of: try #require(program.slot(named: name), "\(name)").id)
    }
    let source = try #require(try origin("letters.output"))
    let target = try #require(try origin("sounds.output"))
    #expect((source.firstPosition, source.count) == (0, 5) && (target.firstPosition, target.count) == (5, 4))
    for name in ["encoder.residual2", "encoder.scores", "decoder.cross_key", "decoder.cross_value.gradient"] {
      #expect(try origin(name) == source, "\(name)")
    }
    for name in ["decoder.cross_query", "decoder.cross_scores", "decoder.feed_forward2", "decoder.norm1.gradient"] {
      #expect(try origin(name) == target, "\(name)")
    }
    #expect(try origin("decoder.query_weight") == nil && origin("letters.positions") == nil)
  }
}
