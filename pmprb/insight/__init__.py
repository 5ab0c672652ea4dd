"""The insight room: what figures say beyond themselves; each module answers one question. Pure."""
