"""Timings against named rivals, measured in the same run; see README.md."""
