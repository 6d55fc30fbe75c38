import Autodiff
import Datasets
import Lessons
import Screen
import Stepping
import TensorMath

/// Numbers set by hand: weights and biases at the moment on the screen, inputs and labels in the sample that
/// they belong to, from this iteration on.
enum Editing {
  static func canEdit(_ address: CellAddress, _ snapshot: Snapshot) -> Bool {
    guard snapshot.program.slots.indices.contains(address.slot.index) else { return false }
    switch snapshot.program[address.slot].role {
    case .parameter: return true
    case .input: return snapshot.isComputed(address.slot) && place(of: address, snapshot) != nil
    default: return false
    }
  }

  /// Sets the number, or says why not.
  static func commit(_ text: String, at address: CellAddress, _ state: inout WorkbenchState) -> [Effect] {
    guard let value = Float(text.replacing("−", with: "-")), value.isFinite else {
      return refuse(
        BilingualText(
          "\"\(text)\" is not a number up to 3.4·10³⁸; nothing was changed.", zh: "“\(text)”不是 3.4·10³⁸ 以内的数；没有改动。"),
        &state)
    }
    guard let snapshot = state.snapshot, let session = state.session, canEdit(address, snapshot) else { return [] }
    if case .parameter = snapshot.program[address.slot].role {
      state.questions = []
      let name = snapshot.program.name(of: address)
      state.notice = Notice(
        .hint,
        state.text(
          BilingualText(
            "\(name) is now \(value); the next iteration (i) uses it, what is computed already stays.",
            zh: "\(name) 现为 \(value)；下一次迭代（i）会用它，已经算出的数不变。")))
      return [.trainer(.intervene(.parameter(address, value)))]
    }
    guard let (sample, place) = place(of: address, snapshot) else { return [] }
    let name = snapshot.program.name(of: address)
    state.questions = []
    state.expectedCursor = address
    state.notice = Notice(
      .hint,
      state.text(
        BilingualText(
          "Sample \(sample): \(name) is now \(value); what follows from it is computed anew.",
          zh: "样本 \(sample)：\(name) 现为 \(value)；由它得出的数已重新计算。")))
    let plan = session.plan.editing(SampleEdit(sample: sample, place, value: value))
    return [.open(session.lesson, plan, .change(BilingualText("\(name) = \(value)", zh: "\(name) = \(value)")))]
  }

  private static func refuse(_ why: BilingualText, _ state: inout WorkbenchState) -> [Effect] {
    state.notice = Notice(.problem, state.text(why))
    return []
  }

  /// Which sample of the training part a cell of the batch comes from, and which of its numbers it is.
  private static func place(of address: CellAddress, _ snapshot: Snapshot) -> (sample: Int, place: SampleEdit.Place)? {
    let shape = snapshot.program[address.slot].shape
    let perSample = shape.count / max(snapshot.batchSamples.count, 1)
    guard perSample > 0, let sample = snapshot.batchSamples[safe: address.cell / perSample] else { return nil }
    if address.slot == snapshot.program.inputs[safe: 0] { return (sample, .feature(address.cell % perSample)) }
    return address.slot == snapshot.program.inputs[safe: 1] && perSample == 1 ? (sample, .target) : nil
  }
}
