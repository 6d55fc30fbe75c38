// Benchmarking: see ARCHITECTURE.md
