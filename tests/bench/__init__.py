"""How fast the diagnosis is, how much memory its rules take, and how both grow: `make bench`."""
