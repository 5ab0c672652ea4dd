"""What several test modules share: inputs made by hand, a second engine, and the command line in this process."""
