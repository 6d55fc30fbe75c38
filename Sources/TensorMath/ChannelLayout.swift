/// How the cells of a tensor [batch, channels, height, width] or [batch, channels] belong to channels.
public struct ChannelLayout {
  public let batch: Int
  public let channels: Int
  /// Cells of one map: height · width, or 1 where the tensor has no such axes.
  public let area: Int

  /// - Parameter channels: how many the tensor has: a view does not say how many axes its tensor has.
  public init(_ x: View, channels: Int) {
    let isImage = x.size(ofAxis: 1) == channels
    self.channels = channels
    batch = isImage ? x.size(ofAxis: 0) : x.size(ofAxis: 2)
    area = isImage ? x.size(ofAxis: 2) * x.size(ofAxis: 3) : 1
  }

  /// How many numbers a channel has.
  public var count: Int { batch * area }

  public func channel(of cell: Int) -> Int { cell / area % channels }

  /// Calls `body` with each cell of a channel, in order.
  public func forEachCell(ofChannel channel: Int, _ body: (Int) -> Void) {
    for n in 0..<batch {
      let start = (n * channels + channel) * area
      for cell in start..<start + area { body(cell) }
    }
  }
}
