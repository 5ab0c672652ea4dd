"""What a unit gets back: its result with its gap list, a page for a telephone, its own file marked up."""
