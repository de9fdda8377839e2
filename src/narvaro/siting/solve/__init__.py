"""One run: what is known at any moment, the schedule of its steps, and `solve` itself."""
