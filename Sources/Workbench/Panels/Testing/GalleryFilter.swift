import Stepping

/// Samples that somebody wants to see: of a true class, taken for a class, or both.
struct GalleryFilter: Hashable, Sendable {
  /// Nil for any.
  var truth: Int?
  var predicted: Int?
  var part = DataPart.test

  var isEmpty: Bool { truth == nil && predicted == nil }
}

/// One sample of the data.
struct SampleReference: Hashable, Sendable {
  let part: DataPart
  let index: Int
}
