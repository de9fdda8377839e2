"""How it is run: thin doors over one module of steps, which wires the rooms.

project, checkup, measures, plans, findings, reports, demo -> steps -> commands -> cli
"""
