"""What is shown: pure functions that build Block Kit."""
