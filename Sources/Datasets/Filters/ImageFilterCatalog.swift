import Wording

/// The filters that lessons use by name: first those that find edges, then those that change a picture.
///
/// A *vertical* edge is one that runs from top to bottom: brightness changes from left to right.
public enum ImageFilterCatalog {
  public static let all = [
    ImageFilter(
      name: "sobel-vertical", kernel: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
      meaning: "Finds vertical edges: above 0 where it gets brighter to the right. The middle row counts twice.",
      meaningInChinese: "找竖直边缘：向右变亮处大于 0。中间一行的权重加倍。"),
    ImageFilter(
      name: "sobel-horizontal", kernel: [-1, -2, -1, 0, 0, 0, 1, 2, 1],
      meaning: "Finds horizontal edges: above 0 where it gets brighter downwards. The middle column counts twice.",
      meaningInChinese: "找水平边缘：向下变亮处大于 0。中间一列的权重加倍。"),
    ImageFilter(
      name: "prewitt-vertical", kernel: [-1, 0, 1, -1, 0, 1, -1, 0, 1],
      meaning: "Finds vertical edges: the right column minus the left one.",
      meaningInChinese: "找竖直边缘：右列减左列。"),
    ImageFilter(
      name: "prewitt-horizontal", kernel: [-1, -1, -1, 0, 0, 0, 1, 1, 1],
      meaning: "Finds horizontal edges: the bottom row minus the top one.",
      meaningInChinese: "找水平边缘：下行减上行。"),
    ImageFilter(
      name: "laplacian", kernel: [0, 1, 0, 1, -4, 1, 0, 1, 0],
      meaning: "Finds edges of every direction, and lines: a pixel's four neighbors minus four times itself.",
      meaningInChinese: "找各个方向的边缘和线：四个邻居之和减去自身的四倍。"),
    ImageFilter(
      name: "blur", kernel: [Double](repeating: 1.0 / 9, count: 9),
      meaning: "Blurs: the mean of nine pixels.", meaningInChinese: "模糊：九个像素的平均。"),
    ImageFilter(
      name: "gaussian", kernel: [1, 2, 1, 2, 4, 2, 1, 2, 1].map { $0 / 16 },
      meaning: "Blurs more softly: a mean in which near pixels count more.",
      meaningInChinese: "更柔和的模糊：越近的像素权重越大的平均。"),
    ImageFilter(
      name: "sharpen", kernel: [0, -1, 0, -1, 5, -1, 0, -1, 0],
      meaning: "Sharpens: the picture minus its Laplacian.", meaningInChinese: "锐化：图像减去它的拉普拉斯。"),
    ImageFilter(
      name: "emboss", kernel: [-2, -1, 0, -1, 1, 1, 0, 1, 2],
      meaning: "Makes a relief, lit along the diagonal.", meaningInChinese: "浮雕：沿对角线打光。"),
    ImageFilter(
      name: "identity", kernel: [0, 0, 0, 0, 1, 0, 0, 0, 0],
      meaning: "Changes nothing: the pixel in the middle.", meaningInChinese: "什么也不改：正中的像素。"),
  ]

  public static let names = all.map(\.name)

  public static func filter(named name: String) -> ImageFilter? { all.first { $0.name == name } }
}
