"""What is asked now."""
