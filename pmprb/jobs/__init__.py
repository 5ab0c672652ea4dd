"""The jobs: one for each command: what is read, made and written, over any executor. Prints nothing."""
