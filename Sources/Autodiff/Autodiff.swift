// Autodiff: see ARCHITECTURE.md
