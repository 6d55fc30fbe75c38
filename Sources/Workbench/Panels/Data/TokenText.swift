import Autodiff
import Datasets
import Screen
import Stepping
import TensorMath

/// Tokens in words: what a number of a sample or of its targets stands for.
enum TokenText {
  static func sample(
    of address: CellAddress, _ snapshot: Snapshot, _ session: LessonSession, _ state: WorkbenchState
  ) -> String {
    let (program, data) = (snapshot.program, session.setup.data.train)
    let perSample = max(program[address.slot].shape.count / max(snapshot.batchSamples.count, 1), 1)
    guard let tokens = data.tokens, let index = snapshot.batchSamples[safe: address.cell / perSample] else { return "" }
    let place = address.cell % perSample
    let text = session.setup.data.word(index, in: .train) ?? ""
    if program.inputs.first == address.slot {
      guard place < tokens.positionCount else { return "" }
      let number = data.example(index)[data.example(index).startIndex + place]
      let (name, token) = (data.featureNames[place], tokens.text(of: number, at: place))
      return number == Float(Vocabulary.padding)
        ? state.text(
          BilingualText(
            "Sample \(index), \"\(text)\": \(name) is padding (\(token), token 0).",
            zh: "样本 \(index)，“\(text)”：\(name) 是填充（\(token)，词元 0）。"))
        : state.text(
          BilingualText(
            "Sample \(index), \"\(text)\": \(name) is \(token), token \(Int(number)).",
            zh: "样本 \(index)，“\(text)”：\(name) 是 \(token)，词元 \(Int(number))。"))
    }
    let target = data.targets[index * data.targetShape.count + min(place, data.targetShape.count - 1)]
    guard data.task.asksAtEveryPosition else {
      let name = data.classNames[safe: Int(target)] ?? ""
      return state.text(
        BilingualText(
          "Sample \(index), \"\(text)\", is \(name): class \(Int(target)).",
          zh: "样本 \(index)，“\(text)”，是 \(name)：类别 \(Int(target))。"))
    }
    guard target >= 0 else {
      return state.text(
        BilingualText(
          "Sample \(index), \"\(text)\": nothing is asked at position \(place).",
          zh: "样本 \(index)，“\(text)”：位置 \(place) 不提问。"))
    }
    let token = tokens.told.vocabulary.text(of: Int(target))
    return state.text(
      BilingualText(
        "Sample \(index), \"\(text)\": \(token) (token \(Int(target))) is to be told at position \(place).",
        zh: "样本 \(index)，“\(text)”：位置 \(place) 应答 \(token)（词元 \(Int(target))）。"))
  }
}
