/// Every operation, in the order a learner meets them. Tests, help and the glossary run over it.
public enum OperationCatalog {
  public static let all: [any Operation.Type] = [
    Affine.self,
    Add.self,
    Multiply.self,
    Sigmoid.self,
    Tanh.self,
    ReLU.self,
    LeakyReLU.self,
    GELU.self,
    Softmax.self,
    SquaredError.self,
    AbsoluteError.self,
    BinaryCrossEntropy.self,
    SoftmaxCrossEntropy.self,
    L2Penalty.self,
    L1Penalty.self,
  ]
}
