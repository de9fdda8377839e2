"""The sections of a report, in the order they are read; a section with nothing to say is left out."""
