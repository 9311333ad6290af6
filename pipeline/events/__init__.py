"""What happened: predicates, the dates that govern them, types, status, figures, and the merging of mentions."""
