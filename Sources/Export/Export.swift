// Export: see ARCHITECTURE.md
