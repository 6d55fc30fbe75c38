// Lessons: see ARCHITECTURE.md
