// TrainerService: see ARCHITECTURE.md
