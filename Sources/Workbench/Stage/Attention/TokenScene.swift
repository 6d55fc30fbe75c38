import Autodiff
import NeuralNet
import Screen
import Stepping
import TensorMath

/// What pictures of networks that read tokens are made from: the number that is looked at, and with it a sample, a query,
/// a key and a head.
struct TokenScene {
  let scene: StageScene
  let choice: TokenChoice
  let labels: TokenLabels

  /// Nil for networks that read no tokens.
  init?(_ scene: StageScene) {
    guard scene.snapshot.program.readsTokens else { return nil }
    self.scene = scene
    var choice = scene.state.tokenChoice
    choice.follow(scene.focus, scene.snapshot.program)
    self.choice = choice
    labels = TokenLabels(scene, sample: choice.sample)
  }

  var program: Program { scene.snapshot.program }
  var state: WorkbenchState { scene.state }

  /// Whether the instruction is a product with a matrix of weights, in or out of the heads, whose columns then stand side
  /// by side.
  var isProjection: Bool {
    guard let node = scene.forwardNode ?? scene.backwardNode else { return true }
    return node.operation is Affine || node.operation is MatrixProduct
  }

  func text(_ english: String, zh chinese: String) -> String { state.text(BilingualText(english, zh: chinese)) }

  /// The numbers of a tensor's sample and head, those of some columns; nil where they are not there yet.
  func values(_ tensor: TokenTensor, columns: Range<Int>) -> [Float?] {
    let numbers = scene.snapshot.values(of: tensor.slot) ?? []
    let shown = min(scene.snapshot.shownCells(of: tensor.slot), numbers.count)
    let start = tensor.start(sample: choice.sample, head: choice.head)
    var values: [Float?] = []
    values.reserveCapacity(tensor.rows * columns.count)
    for row in 0..<tensor.rows {
      for column in columns {
        let cell = start + row * tensor.columns + column
        values.append(cell < shown ? numbers[cell] : nil)
      }
    }
    return values
  }

  /// A tensor of the sample that is looked at.
  ///
  /// - Parameter ofHead: whether of queries, keys and values only the head's columns are shown.
  func picture(_ slot: SlotID, titles: [String], ofHead: Bool = true) -> TokenPicture {
    let tensor = TokenTensor(slot, program)
    let shown = ofHead ? tensor.columns(ofHead: choice.head) : 0..<tensor.columns
    let values = values(tensor, columns: shown)
    let masked = masked(tensor)
    let rows = labels.rows(of: tensor)
    var picture = TokenPicture(
      titles: titles, rows: tensor.rows, columns: shown.count, values: values,
      scale: scale(tensor, values, masked), rowLabels: rows, columnLabels: labels.columns(of: tensor))
    picture.masked = masked
    picture.isAsked = scene.focus.slot == slot
    place(tensor, shown, in: &picture)
    return picture
  }

  /// The cursor, and the cells that go into the number that is explained; elsewhere the row of the query that is followed.
  private func place(_ tensor: TokenTensor, _ shown: Range<Int>, in picture: inout TokenPicture) {
    func local(_ cell: Int) -> Heatmap.Place? {
      let at = tensor.indices(of: cell)
      let isHere =
        tensor.kind == .whole || (at.sample == choice.sample && (at.head == choice.head || tensor.heads == 1))
      return isHere && shown.contains(at.column)
        ? Heatmap.Place(row: at.row, column: at.column - shown.lowerBound) : nil
    }
    let row = tensor.part?.isOfKeys ?? false ? choice.key : choice.query
    if tensor.kind != .whole {
      picture.inSight = Heatmap.Place(
        row: min(row, max(tensor.rows - 1, 0)), column: tensor.kind == .pairs ? choice.key : 0)
    }
    if picture.isAsked {
      picture.cursor = local(scene.focus.cell)
    } else if let operands = scene.snapshot.operandCells[tensor.slot] {
      let cells = Set(operands.compactMap(local).map { $0.row * shown.count + $0.column })
      let lit = LitCells(cells, rows: tensor.rows, columns: shown.count)
      (picture.litRows, picture.litColumns) = (lit.rows, lit.columns)
      if let anchor = lit.anchor {
        (picture.litRows, picture.litColumns) = (anchor.row..<anchor.row + 1, anchor.column..<anchor.column + 1)
      }
      if let first = cells.min(), lit.rows.isEmpty, lit.columns.isEmpty, lit.anchor == nil {
        picture.inSight = Heatmap.Place(row: first / shown.count, column: first % shown.count)
      }
    } else if tensor.attention != nil, tensor.part?.isOfKeys == false, row < tensor.rows {
      picture.litRows = row..<row + 1
    }
  }

  /// Cells of scores, weights and their gradients that a mask hides: their numbers are its own, −10⁹ and 0.
  func masked(_ tensor: TokenTensor) -> Set<Heatmap.Place> {
    guard tensor.kind == .pairs, let part = tensor.part, let slot = tensor.attention?.slot(.masked) else { return [] }
    let isGradient = program.valueSlot(of: tensor.slot) != tensor.slot
    let hides = isGradient ? part == .masked || part == .scaled || part == .scores : part == .masked || part == .weights
    guard hides, let numbers = scene.snapshot.values(of: slot) else { return [] }
    let start = tensor.start(sample: choice.sample, head: choice.head)
    var places: Set<Heatmap.Place> = []
    for cell in 0..<tensor.rows * tensor.columns
    where start + cell < numbers.count && numbers[start + cell] == CausalMask.maskedScore {
      places.insert(Heatmap.Place(row: cell / tensor.columns, column: cell % tensor.columns))
    }
    return places
  }

  /// Around 0 as wide as the picture's numbers, what is masked left out; shares rise from 0 to the greatest of any head.
  private func scale(_ tensor: TokenTensor, _ values: [Float?], _ masked: Set<Heatmap.Place>) -> ColorScale {
    if tensor.part == .weights, program.valueSlot(of: tensor.slot) == tensor.slot { return sharesScale(tensor) }
    let numbers =
      masked.isEmpty
      ? values.compactMap { $0 }
      : values.indices.compactMap { index in
        masked.contains(Heatmap.Place(row: index / tensor.columns, column: index % tensor.columns))
          ? nil : values[index]
      }
    return .diverging(covering: numbers, state.capabilities)
  }

  func sharesScale(_ tensor: TokenTensor) -> ColorScale {
    let numbers = scene.snapshot.values(of: tensor.slot) ?? []
    let (first, count) = (tensor.start(sample: choice.sample, head: 0), tensor.heads * tensor.rows * tensor.columns)
    var most: Float = 0
    for number in numbers.dropFirst(first).prefix(count) where number.isFinite { most = max(most, number) }
    return .sequential(high: most > 0 ? Double(most) : 1, state.capabilities)
  }

  /// What is looked at, in words.
  func line(_ theme: Theme, attention layer: AttentionLayer?) -> StyledText {
    let samples = program.inputs.first.map { program[$0].shape.dimensions[0] } ?? 1
    var line = StyledText(
      text("sample \(choice.sample) of 0–\(samples - 1)", zh: "样本 \(choice.sample)（0–\(samples - 1)）"), theme.muted)
    guard let layer, let query = layer.slot(.query), let key = layer.slot(.key) else {
      let tensor = TokenTensor(scene.focus.slot, program)
      guard tensor.kind == .tokens || tensor.kind == .column else { return line }
      line.append(" · " + position(choice.query, labels.rows(of: tensor)), theme.text)
      return line
    }
    if layer.heads > 1 {
      let last = layer.heads - 1
      line.append(text(" · head \(choice.head) of 0–\(last)", zh: " · 头 \(choice.head)（0–\(last)）"), theme.muted)
    }
    let (queries, keys) = (
      labels.positions(of: query, count: layer.queries), labels.positions(of: key, count: layer.keys)
    )
    line.append(text(" · query ", zh: " · 查询 ") + position(choice.query, queries, short: true), theme.text)
    line.append(
      text(" \(state.theme.signs.right) key ", zh: " \(state.theme.signs.right) 键 ")
        + position(choice.key, keys, short: true), theme.text)
    return line
  }

  /// `position 3 "e"`, `3:e`
  private func position(_ index: Int, _ tokens: [String], short: Bool = false) -> String {
    let index = min(index, max(tokens.count - 1, 0))
    let token = tokens[safe: index].flatMap { $0 == "\(index)" ? nil : $0 }
    if short { return "\(index)" + (token.map { ":\($0)" } ?? "") }
    return text("position \(index)", zh: "位置 \(index)") + (token.map { " \"\($0)\"" } ?? "")
  }
}
