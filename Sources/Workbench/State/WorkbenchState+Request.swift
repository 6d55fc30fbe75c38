import Autodiff
import Stepping
import TensorMath

extension WorkbenchState {
  /// What the visible panels need to know of the run.
  var snapshotRequest: SnapshotRequest {
    guard let session, place == .workbench else { return SnapshotRequest() }
    let shown = WorkbenchLayout(self).shownPanels
    var slots: Set<SlotID> = []
    if let snapshot {
      slots.formUnion(StageSlots(snapshot).all)
      if shown.contains(.stage), let instruction = snapshot.instruction {
        slots.formUnion(TimeSlots(instruction, snapshot).all)
        slots.formUnion(TokenSlots(instruction, snapshot.program).all)
      }
      // The pixels behind a number of a map.
      slots.formUnion(snapshot.program.inputs.filter { snapshot.program[$0].shape.rank == 4 })
    }
    if let question { slots.insert(question.slot) }
    var request = SnapshotRequest(
      explain: question,
      surface: shown.contains(.data) || shown.contains(.stage) ? DataPanel.surfaceRequest(session, self) : nil,
      wantsPredictions: shown.contains(.data) && DataPanel.tab(session, self) == .predictions, slots: slots,
      whatIf: shown.contains(.whatIf) ? question.map { WhatIfRequest($0, epsilon: whatIf.epsilon) } : nil,
      gradientCheck: shown.contains(.whatIf) ? whatIf.check : nil,
      batchParts: shown.contains(.batch) ? question.map { BatchPartsRequest($0) } : nil,
      wantsStatistics: shown.contains(.gradients), worked: practice.flatMap { $0.outcome.isClosed ? nil : $0.address })
    if shown.contains(.data), DataPanel.tab(session, self) == .lossSurface {
      request.lossSurface = LossSurfaceTab.request(self)
    }
    if shown.contains(.data), DataPanel.tab(session, self) == .confusion {
      request.tests.insert(ConfusionTab.part(session))
    }
    if shown.contains(.gallery), let part = GalleryPanel.part(self) { request.tests.insert(part) }
    if shown.contains(.word) {
      request.word = WordPanel.request(session, self)
      request.text = textBench.request(session, self)
    }
    if shown.contains(.forecast) { request.forecast = ForecastPanel.part(session) }
    if shown.contains(.image) { request.image = ImagePanel.request(session, self) }
    return request
  }
}
