"""What several test modules share: inputs made by hand, a second engine, and the command line in this process."""

from pathlib import Path

import pytest

# A failed assertion in a helper shows its values as one in a test does.
pytest.register_assert_rewrite(*(f"helpers.{path.stem}" for path in Path(__file__).parent.glob("[!_]*.py")))
