"""What is known about providers and programs."""
