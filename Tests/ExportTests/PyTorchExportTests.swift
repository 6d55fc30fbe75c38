import Autodiff
import Datasets
import Export
import NeuralNet
import Stepping
import TensorMath
import Testing

struct PyTorchExportTests {
  private func files(_ setup: TrainingSetup) throws -> [String: [UInt8]] {
    let export = try PyTorchExport(setup, lesson: "small \"one\"")
    return Dictionary(uniqueKeysWithValues: export.files.map { ($0.name, $0.bytes) })
  }

  private func script(_ setup: TrainingSetup) throws -> String {
    String(decoding: try #require(try files(setup)["model.py"]), as: UTF8.self)
  }

  @Test func everyActivationHasAModule() throws {
    for activation in ActivationCatalog.names {
      let text = try script(try SmallRun.setup(activation: activation))
      let module = ["linear": "nn.Linear", "step": "Step()"][activation] ?? "nn."
      #expect(text.contains("nn.Linear(2, 2),\n        \(module)"))
    }
  }

  @Test(arguments: [
    ("sgd", "torch.optim.SGD(model.parameters(), lr=0.5)"),
    ("momentum", "torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)"),
    ("nesterov", "torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9, nesterov=True)"),
    ("adagrad", "torch.optim.Adagrad(model.parameters(), lr=0.5, eps=1e-10)"),
    ("adadelta", "torch.optim.Adadelta(model.parameters(), lr=0.5, rho=0.9, eps=1e-06)"),
    ("rmsprop", "torch.optim.RMSprop(model.parameters(), lr=0.5, alpha=0.99, eps=1e-08)"),
    ("adam", "torch.optim.Adam(model.parameters(), lr=0.5, betas=(0.9, 0.999), eps=1e-08)"),
    ("adamw", "torch.optim.AdamW(model.parameters(), lr=0.5, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01)"),
  ])
  func optimizersKeepTheirConstants(name: String, line: String) throws {
    #expect(try script(try SmallRun.setup(optimizer: name)).contains(line))
  }

  @Test func everyOptimizerIsKnown() throws {
    for name in OptimizerCatalog.names where name != "sgd" {
      #expect(!(try script(try SmallRun.setup(optimizer: name)).contains("SGD(model.parameters(), lr=0.5)")), "\(name)")
    }
  }

  @Test func everyLossIsKnown() throws {
    let expected = [
      "squared-error": "nn.MSELoss()", "absolute-error": "nn.L1Loss()",
      "binary-cross-entropy": "nn.BCEWithLogitsLoss()", "softmax-cross-entropy": "nn.CrossEntropyLoss()",
    ]
    for name in LossCatalog.names {
      let loss = try #require(expected[name], "PyTorchScript does not know \(name)")
      #expect(try script(try SmallRun.setup(loss: name)).contains("data_loss = \(loss)\n"))
    }
  }

  @Test func everyScheduleIsKnown() throws {
    for name in ScheduleCatalog.names {
      let text = try script(try SmallRun.setup(schedule: ScheduleDescription(name, warmUp: 3)))
      #expect(text.contains("WARM_UP = 3 "))
      #expect(text.contains("\n    return 1\n") == (name == "constant"), "PyTorchScript does not know \(name)")
    }
    let step = ScheduleDescription("step", constants: ["every": 20, "factor": 0.25])
    #expect(try script(try SmallRun.setup(schedule: step)).contains("return 0.25 ** (iteration // 20)\n"))
  }

  @Test func limitsAndSmoothingAreWritten() throws {
    let clipping = GradientClipping(norm: 0.5, value: 0.25)
    let text = try script(try SmallRun.setup(clipping: clipping, labelSmoothing: 0.125))
    #expect(text.contains("CLIP_NORM = 0.5 ") && text.contains("CLIP_VALUE = 0.25 "))
    #expect(text.contains("nn.functional.cross_entropy(outputs, targets, label_smoothing=0.125)"))
    // What is reported is not smoothed.
    #expect(text.contains("data_loss = nn.CrossEntropyLoss()\n"))
    let binary = try script(try SmallRun.setup(loss: "binary-cross-entropy", labelSmoothing: 0.125))
    #expect(binary.contains("return data_loss(outputs, targets * (1 - 0.125) + 0.125 / 2)"))
  }

  /// PyTorch gets the very masks of the run, row by row in the order of the batches.
  @Test func dropoutIsComparedOnOurMasks() throws {
    let setup = try SmallRun.setup(dropout: 0.5)
    let text = try script(setup)
    #expect(text.contains("class Dropout(nn.Dropout)") && text.contains("        Dropout(0.5),\n"))
    #expect(text.contains(#"MASKS = ["hidden.dropout.mask"]"#))
    let file = try Safetensors(reading: try #require(try files(setup)["expected.safetensors"]))
    let sizes = try #require(file["order sizes"]?.tensor.values)
    let masks = try #require(file["masks hidden.dropout.mask"]?.tensor)
    #expect(masks.shape.dimensions == [Int(sizes.reduce(0, +)), 2])
    let machine = try TrainingMachine(setup)
    machine.runIteration()
    let mask = try #require(machine.program.slot(named: "hidden.dropout.mask"))
    #expect(Array(masks.values.prefix(8)) == machine.bound.view(of: mask.id).values)
    #expect(!(try script(try SmallRun.setup()).contains("class Dropout")))
  }

  @Test func penaltiesAndNamesAreWrittenAsPython() throws {
    let text = try script(try SmallRun.setup(l1: 0.25, l2: 0.125))
    #expect(text.contains("L1 = 0.25 ") && text.contains("L2 = 0.125 "))
    #expect(text.hasPrefix(#""""The network of the Backstep lesson "small \"one\"", for PyTorch."#))
  }

  @Test func weightsAreTransposedForPyTorch() throws {
    let setup = try SmallRun.setup()
    let machine = try TrainingMachine(setup)
    let file = try Safetensors(reading: try #require(try files(setup)["weights.safetensors"]))
    let ours = try #require(machine.program.slot(named: "output.weight"))
    let theirs = try #require(file["2.weight"]?.tensor)
    #expect(ours.shape.dimensions == [2, 3] && theirs.shape.dimensions == [3, 2])
    for row in 0..<2 {
      for column in 0..<3 { #expect(theirs[column, row] == machine.bound.view(of: ours.id)[row, column]) }
    }
  }

  @Test func theOrderOfTheSamplesIsThatOfTheRun() throws {
    let setup = try SmallRun.setup()
    let file = try Safetensors(reading: try #require(try files(setup)["expected.safetensors"]))
    let sizes = try #require(file["order sizes"]?.tensor.values)
    #expect(sizes.count == PyTorchExport.comparedIterations)
    #expect(Array(sizes.prefix(3)) == [4, 4, 2])
    let order = try #require(file["order"]?.tensor.values)
    #expect(Array(order.prefix(10)).map { Int($0) } == setup.order.order(epoch: 0))
    #expect(file["batch"]?.tensor.values == Array(order.prefix(4)))
    #expect(file["after 0.weight"] != nil && file["gradient hidden.output"] != nil)
  }
}
