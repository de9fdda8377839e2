"""The sections of the page of plans laid beside each other.

material -> maps, people, actions, grounds
"""
