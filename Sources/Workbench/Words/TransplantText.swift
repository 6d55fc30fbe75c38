import Autodiff
import Stepping

/// What a change of structure has kept, in one sentence.
enum TransplantText {
  static func sentence(_ transplant: Transplant) -> BilingualText {
    var english: [String] = []
    var chinese: [String] = []
    func add(_ names: [String], _ words: (String, String)) {
      guard !names.isEmpty else { return }
      english.append("\(words.0) \(names.joined(separator: ", "))")
      chinese.append("\(words.1)\(names.joined(separator: "、"))")
    }
    if transplant.initialized.isEmpty, transplant.partlyKept.isEmpty {
      english.append("all weights kept")
      chinese.append("所有权重保留")
    } else if transplant.kept.isEmpty, transplant.partlyKept.isEmpty {
      english.append("all weights drawn anew")
      chinese.append("所有权重重新初始化")
    } else {
      // What is new is said first: it is what a learner would miss.
      add(transplant.initialized, ("new:", "新："))
      add(transplant.partlyKept, ("kept in part:", "部分保留："))
      add(transplant.kept, ("kept:", "保留："))
    }
    if !transplant.keepsOptimizerStates {
      english.append("the optimizer's averages begin at 0")
      chinese.append("优化器的平均值从 0 开始")
    }
    let sentence = english.joined(separator: "; ")
    return BilingualText(
      sentence.prefix(1).uppercased() + sentence.dropFirst() + ".", zh: chinese.joined(separator: "；") + "。")
  }
}
