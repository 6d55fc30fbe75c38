import Autodiff
import Datasets
import NeuralNet
import Stepping

/// The text of `model.py`. What a lesson decides stands at its top, as plain Python; the rest is the
/// same for all of them, see ``PyTorchScript/body``.
struct PyTorchScript {
  let lesson: String
  let setup: TrainingSetup
  let modules: PyTorchModules

  /// What the first line of every script begins with.
  static let opening = #""""The network of the Backstep lesson"#

  var text: String {
    let iterations = PyTorchExport.comparedIterations
    return """
      \(Self.opening) \(quoted(lesson)), for PyTorch.

          python model.py              how far PyTorch and Backstep are apart, then more training
          python model.py --check      one line of JSON; exit 1 when they are too far apart
          python model.py --epochs 50  more training for so many epochs

      Written by `backstep export pytorch`. Needs PyTorch and nothing else. Beside it stand weights.safetensors, a
      state_dict of make_model(); data.safetensors, all samples as the network sees them; and expected.safetensors, what
      Backstep computed from the first batch, and its parameters after \(iterations) iterations on the same batches.
      \"""

      import argparse
      import json
      import math
      import struct
      import sys
      from pathlib import Path

      import torch
      from torch import nn

      # What Backstep calls the output of each module, and each entry of the state_dict.
      OUTPUTS = [\(modules.modules.map { quoted($0.output) }.joined(separator: ", "))]
      PARAMETERS = {
      \(modules.stateNames.map { "    \(quoted($0.state)): \(quoted($0.ours))," }.joined(separator: "\n"))
      }

      # What L1 and L2 are about: weights, and neither biases nor a normalization's own numbers.
      REGULARIZED = {\(regularized)}

      # The random masks of each dropout, one for each iteration that is compared.
      MASKS = [\(modules.modules.compactMap(\.mask).map(quoted).joined(separator: ", "))]

      L1 = \(setup.compiler.model.l1)  # times the sum of |w|, over weights and not biases
      L2 = \(setup.compiler.model.l2)  # times half the sum of w²
      CLIP_VALUE = \(setup.configuration.clipping.value)  # the greatest size of a single gradient; 0 for any
      CLIP_NORM = \(setup.configuration.clipping.norm)  # the greatest length of all gradients together; 0 for any
      LEARNING_RATE = \(setup.configuration.learningRate)
      WARM_UP = \(setup.schedule.warmUp)  # iterations
      BATCH_SIZE = \(setup.batchSize)
      SHUFFLES = \(setup.order.shuffles ? "True" : "False")
      # What the outputs are: numbers, the logit or the probability of the second class, a logit for each class.
      OUTPUT = \(quoted(outputKind))


      \(classes)def make_model():
          return Network(
      \(modules.modules.map { "        \($0.constructor)," }.joined(separator: "\n"))
          )


      data_loss = \(dataLoss)


      def training_loss(outputs, targets):
          return \(trainingLoss)


      def schedule(iteration):
          # What the learning rate is multiplied by, counted from the end of the warm-up.
          return \(schedule)


      def learning_rate(iteration):
          if iteration < WARM_UP:
              return LEARNING_RATE * (iteration + 1) / WARM_UP
          return LEARNING_RATE * schedule(iteration - WARM_UP)


      def make_optimizer(model):
          return \(optimizer)


      \(Self.body)
      """
  }

  private var regularized: String {
    let weights = ((try? setup.compiler.parameterPlans()) ?? []).filter(\.isWeight).map { quoted($0.name) }
    return weights.isEmpty ? "*()" : weights.joined(separator: ", ")
  }

  private var outputKind: String {
    switch (setup.data.train.task, setup.compiler.model.loss) {
    case (.regression, _), (.filteredImages, _): "number"
    case (_, SoftmaxCrossEntropyLoss.name): "logits"
    case (_, BinaryCrossEntropyLoss.name): "logit"
    default: "probability"
    }
  }

  /// Whether there is a class for each position, and −1 where nothing is asked.
  private var asksAtEveryPosition: Bool { setup.data.train.task.asksAtEveryPosition }

  /// All of them average, as ours do.
  private var dataLoss: String {
    switch setup.compiler.model.loss {
    case SquaredErrorLoss.name: "nn.MSELoss()"
    case AbsoluteErrorLoss.name: "nn.L1Loss()"
    case BinaryCrossEntropyLoss.name: "nn.BCEWithLogitsLoss()"
    default:
      asksAtEveryPosition
        ? "lambda outputs, targets: nn.functional.cross_entropy(outputs.flatten(0, 1), targets.flatten(), "
          + "ignore_index=-1)"
        : "nn.CrossEntropyLoss()"
    }
  }

  /// The data loss, with smoothed labels where the lesson has them.
  private var trainingLoss: String {
    let smoothing = setup.compiler.model.labelSmoothing
    return switch setup.compiler.model.loss {
    case SoftmaxCrossEntropyLoss.name where smoothing > 0 && asksAtEveryPosition:
      "nn.functional.cross_entropy(outputs.flatten(0, 1), targets.flatten(), ignore_index=-1, "
        + "label_smoothing=\(smoothing))"
    case SoftmaxCrossEntropyLoss.name where smoothing > 0:
      "nn.functional.cross_entropy(outputs, targets, label_smoothing=\(smoothing))"
    case BinaryCrossEntropyLoss.name where smoothing > 0:
      "data_loss(outputs, targets * (1 - \(smoothing)) + \(smoothing) / 2)"
    default: "data_loss(outputs, targets)"
    }
  }

  private var schedule: String {
    let description = setup.configuration.schedule
    let known = ScheduleCatalog.all.first { $0.name == description.name }?.constants ?? []
    func constant(_ name: String) -> String {
      let entry = known.first { $0.name == name }
      let value = description.constants[name] ?? entry?.defaultValue ?? 1
      return entry?.isCount == true ? "\(Int(value))" : "\(value)"
    }
    return switch description.name {
    case StepSchedule.name: "\(constant("factor")) ** (iteration // \(constant("every")))"
    case ExponentialSchedule.name: "\(constant("decay")) ** iteration"
    case LinearSchedule.name:
      "1 - (1 - \(constant("end"))) * min(iteration, \(constant("length"))) / \(constant("length"))"
    case CosineSchedule.name:
      "\(constant("end")) + (1 - \(constant("end"))) * (1 + math.cos(math.pi * "
        + "min(iteration, \(constant("length"))) / \(constant("length")))) / 2"
    default: "1"
    }
  }

  private var optimizer: String {
    let description = setup.configuration.optimizer
    let known = OptimizerCatalog.all.first { $0.name == description.name }?.constants ?? []
    func constant(_ name: String) -> Double {
      description.constants[name] ?? known.first { $0.name == name }?.defaultValue ?? 0
    }
    let start = "model.parameters(), lr=\(setup.configuration.learningRate)"
    let adam = "\(start), betas=(\(constant("beta1")), \(constant("beta2"))), eps=\(constant("epsilon"))"
    return switch description.name {
    case Momentum.name: "torch.optim.SGD(\(start), momentum=\(constant("momentum")))"
    // PyTorch refuses nesterov=True without momentum, where it means nothing.
    case Nesterov.name:
      "torch.optim.SGD(\(start), momentum=\(constant("momentum")), nesterov=\(constant("momentum") > 0 ? "True" : "False"))"
    case Adagrad.name: "torch.optim.Adagrad(\(start), eps=\(constant("epsilon")))"
    case Adadelta.name: "torch.optim.Adadelta(\(start), rho=\(constant("decay")), eps=\(constant("epsilon")))"
    case RMSProp.name: "torch.optim.RMSprop(\(start), alpha=\(constant("decay")), eps=\(constant("epsilon")))"
    case Adam.name: "torch.optim.Adam(\(adam))"
    case AdamW.name: "torch.optim.AdamW(\(adam), weight_decay=\(constant("weight-decay")))"
    default: "torch.optim.SGD(\(start))"
    }
  }

  /// A Python string.
  private func quoted(_ text: String) -> String { JSONText.text(.string(text)) }
}
