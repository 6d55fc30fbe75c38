public import Autodiff
import TensorMath

extension ModelCompiler {
  /// The input of ``outputGradientProgram()`` that says which output is followed back: [outputs, 1], one entry 1
  /// and the others 0.
  public static let selectionName = "selection"

  /// A program for one sample that computes the network's outputs, predictions, and the gradient of one chosen
  /// output with respect to the sample itself: its saliency (Simonyan et al. 2013, Deep Inside Convolutional
  /// Networks, section 3). The output is chosen by a product with a column of zeros and a one, so that the
  /// numbers are those of backpropagation and nothing is compiled anew for another class.
  public func outputGradientProgram() throws(ModelError) -> Program {
    var network = NetworkBuilder()
    do throws(ShapeError) {
      let output = try buildForward(1, in: &network)
      _ = try network.program.apply(loss.predictionOperation ?? Copy(), output, named: Self.predictionName)
      let selection = network.program.input(Self.selectionName, [output.shape.columns, 1])
      let chosen = try network.program.apply(MatrixProduct(), output, selection, named: "chosen")
      do throws(ProgramError) {
        return try network.program.finish(number: chosen, derivativeByInput: Self.featuresName)
      } catch {
        throw ShapeError("the network", found: error.description, needed: "an output that depends on the sample")
      }
    } catch { throw .shape(error) }
  }
}
