import TensorMath
import Testing

@Suite struct ShapeTests {
  @Test func aScalarHoldsOneNumber() {
    #expect(Shape.scalar.count == 1)
    #expect(Shape.scalar.rank == 0)
    #expect(Shape.scalar.columns == 1 && Shape.scalar.rows == 1)
    #expect(Shape.scalar.description == "1")
    #expect(Shape.scalar.offset(of: []) == 0)
    #expect(Shape.scalar.indices(at: 0) == [])
  }

  @Test func aShapeIsAMatrixOfItsLastAxis() {
    let shape: Shape = [32, 1, 8, 4]
    #expect(shape.description == "32×1×8×4")
    #expect(shape.count == 1024)
    #expect(shape.rows == 256 && shape.columns == 4)
    #expect(Shape([5]).rows == 1 && Shape([5]).columns == 5)
    #expect(Shape([0, 3]).count == 0)
  }

  @Test func indicesAndOffsetsAreInverse() {
    let shape: Shape = [3, 4, 5]
    for offset in 0..<shape.count { #expect(shape.offset(of: shape.indices(at: offset)) == offset) }
    #expect(shape.offset(of: [1, 2, 3]) == 33)
  }

  @Test func cellsThatAreNotThereHaveNoOffset() {
    let shape: Shape = [3, 4]
    for indices in [[3, 0], [0, 4], [-1, 0], [0, -1], [1], [1, 1, 1], []] { #expect(shape.offset(of: indices) == nil) }
  }

  @Test func tensorsAreRowMajor() {
    var tensor = Tensor(rows: [[1, 2, 3], [4, 5, 6]])
    #expect(tensor.shape == [2, 3])
    #expect(tensor[1, 0] == 4 && tensor[4] == 5)
    #expect(Array(tensor.row(1)) == [4, 5, 6])
    tensor[0, 2] = 9
    #expect(tensor.values == [1, 2, 9, 4, 5, 6])
    #expect(Tensor([2, 2], repeating: 7).values == [7, 7, 7, 7])
  }
}
