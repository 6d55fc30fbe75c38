public import Screen
public import Workbench

/// The workbench at moments that look different: made once, shared by tests that draw them in every
/// size and mode.
public struct SampleState: Sendable, CustomStringConvertible {
  public let name: String
  public let state: WorkbenchState

  public var description: String { name }

  /// The same with another screen.
  public func state(size: Size, mode: VisualMode = .full) -> WorkbenchState {
    var state = state
    state.size = size
    state.capabilities = mode.capabilities
    state.view.marker = mode.capabilities.marker
    return state
  }
}

extension SampleState {
  /// Name, lesson, keys.
  private static let scripts: [(name: String, lesson: String, keys: String)] = [
    ("start", "neuron", ""),
    ("load", "neuron", "n"),
    ("affine", "layers", "n n"),
    ("term by term", "layers", "n s s s s"),
    ("activation", "neuron", "n n n"),
    ("loss", "layers", "o o o"),
    ("backward of loss", "backprop", "o o o n n"),
    ("backward of affine", "layers", "o o o f f"),
    ("update", "backprop", "o o o o n"),
    ("trained", "layers", "a a a"),
    ("in the past", "neuron", "a I I N"),
    ("question", "layers", "n n Enter Down Enter"),
    ("cross-hair", "neuron", "a 4 x Left"),
    ("predictions", "neuron", "a 8 ]"),
    ("confusion", "neuron", "a 8 ] ]"),
    ("loss surface", "optimizers", "a 8 ["),
    ("response", "threshold", "8"),
    ("gallery", "small-digits", "a a W Right"),
    ("gallery of a class", "small-digits", "a 8 Down Down Right Enter L"),
    ("image", "small-digits", "a W Enter Down Right Right Space }"),
    ("drawing", "small-digits", "a V C-u Down Down Right _ Down Down Down"),
    ("feature maps", "small-digits", "a V ]"),
    ("word", "small-words", "a a K Left Left"),
    ("typed word", "small-words", "a K Enter h e l l o Enter"),
    ("unknown letter", "small-words", "K Enter s t r a ß e Enter"),
    ("gallery of words", "small-words", "a a W Down"),
    ("confusion of ten", "small-digits", "a a 8 Down Right"),
    ("race of networks", "small-digits", "F4 Space 0"),
    ("forecast", "small-forecast", "a a a U"),
    ("forecast, the last ones", "small-forecast", "a U ] Left Left"),
    ("log", "neuron", "i e 1 Enter 9"),
    ("what if", "backprop", "o o o n n E Left Down Down Down Enter"),
    ("what if of a target", "neuron", "n 2 Right Right Right Right Right E"),
    ("batch", "layers", "a o o o n n n n n T Down"),
    ("gradients", "layers", "a H Down"),
    ("observations", "layers", "p Down Down Down Enter 3 0 Enter a a 9 Down Down"),
    ("tour", "backprop", "g g"),
    ("mistake", "backprop", "Q ? ? 0 . 8 Enter"),
    ("practice", "layers", "n P ? Right"),
    ("practice answered", "backprop", "n n P 0 . 6 6 4 Enter"),
    ("bug lab", "layers", "X n n X End Enter"),
    ("breakpoints", "layers", "n n b n n n b B Space"),
    ("wrong condition", "layers", "B Enter n o r m ( h i d d e n 1 ) > 2 Enter"),
    ("Chinese", "layers", "n n L"),
  ]

  /// The same for the network on images among the lessons for tests.
  private static let mapScripts: [(name: String, keys: String)] = [
    ("convolution", "n n Down Down Right"),
    ("convolution of maps", "n n n n n PageDown S-Right s s s"),
    ("pixel", "n n Home Home Home"),
    ("maximum pool", "n n n n Down"),
    ("gradient of a flattened row", "o o o n n n n"),
    ("gradient of a map", "o o o n n n n n n n Down"),
    ("gradient of a kernel", "o o o n n n n n n n n n n Down Enter Enter"),
    ("gradient of a pool", "o o o n n n n n n n n"),
    ("update of a kernel", "o o o o n"),
  ]

  /// The same for recurrent layers: name, type, time steps, keys.
  private static let timeScripts: [(name: String, type: String, steps: Int, keys: String)] = [
    ("recurrent layer", "recurrent", 8, "n n n n f f n n Left Down"),
    ("LSTM", "lstm", 40, "n n n n n f f n n n"),
    ("recurrent weights", "recurrent", 8, "n n n n f f n [ ["),
    ("gradient through time", "lstm", 40, "o o o f f f f"),
    ("weight through time", "recurrent", 12, "o o o f f f f [ [ Down"),
    ("sum over time", "recurrent", 12, "o o o o N N s s s s s s"),
  ]

  /// The same for networks that read tokens.
  private static let tokenScripts: [(name: String, lesson: String, keys: String)] = [
    ("embedding", "small-attention", "n n Down"),
    ("layer normalization", "small-attention", "n n n n n Down Right"),
    ("queries", "small-attention", "n n n n n n n"),
    ("softmax of a query", "small-attention", "n n n n n n n n n n n n n Down Down Right"),
    ("softmax of heads", "small-attention", "n n n n n n n n n n n n n n PageDown v v v"),
    ("row in numbers", "small-names", "n n n n n n n n n n v v Down"),
    ("residual", "small-attention", "f f f f n"),
    ("alignment", "small-transcription", "f f f f f f f f f f f f f f n n n n n n n"),
    ("gradient of softmax", "small-attention", "o o o n n n n n n n n n n n n n n n Right"),
    ("gradient of queries", "small-names", "o o o f f f f f f n n n n n n ] ]"),
    ("gradients added", "small-attention", "o o o f f f f f"),
    ("terms of a score", "small-names", "n n n n n n s s s s s s"),
  ]

  /// Nothing open; a lesson whose run has not answered yet; then one state for each script.
  public static let all: [SampleState] = {
    var samples: [SampleState] = []
    if let learner = try? Learner() { samples.append(SampleState(name: "list", state: learner.state)) }
    if let learner = try? Learner(lesson: "neuron") {
      var state = learner.state
      state.snapshot = nil
      samples.append(SampleState(name: "no snapshot", state: state))
    }
    for script in scripts {
      guard let learner = try? Learner(lesson: script.lesson), (try? learner.press(script.keys)) != nil else {
        continue
      }
      samples.append(SampleState(name: script.name, state: learner.state))
    }
    for script in mapScripts {
      guard let learner = try? Learner(lesson: "maps"),
        (try? learner.press(script.keys)) != nil
      else { continue }
      samples.append(SampleState(name: script.name, state: learner.state))
    }
    for script in tokenScripts {
      guard let learner = try? Learner(lesson: script.lesson), (try? learner.press(script.keys)) != nil else {
        continue
      }
      samples.append(SampleState(name: script.name, state: learner.state))
    }
    for script in timeScripts {
      guard let learner = try? Learner(sequences: script.type, steps: script.steps),
        (try? learner.press(script.keys)) != nil
      else { continue }
      samples.append(SampleState(name: script.name, state: learner.state))
    }
    return samples
  }()

  /// How many there are when all lessons could be opened.
  public static let expectedCount = scripts.count + mapScripts.count + tokenScripts.count + timeScripts.count + 2
}
