// NeuralNet: see ARCHITECTURE.md
