/// The content of an IDX file of bytes: MNIST's format, for images and for their labels.
public struct IDXArray: Hashable, Sendable {
  /// Outermost first: [count] for labels, [count, height, width] for images.
  public let dimensions: [Int]
  /// Row major, one byte a number.
  public let values: ArraySlice<UInt8>
}
