"""Plans laid beside each other: where they differ in what they were made from, what they do, and what it gives.

tables -> said -> compare
"""
