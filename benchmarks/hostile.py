"""What gathering a hostile folder costs: 64 good worksheets among every bad file of the corpus, pipes and devices.

Run `python benchmarks/hostile.py [rounds]`. A line a round: scored, refused, processor time of the whole process and
its children, the most memory any of them held. The figures stand in docs/ketahanan.md.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from helpers.hostile import fill_folder, gathered


def main() -> None:
    """Measure so many rounds."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "kiriman")
        folder.mkdir()
        fill_folder(folder)
        for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
            place = Path(made, f"hasil {number}")
            place.mkdir()
            found = gathered(folder, place)
            files = found.data["files"]
            print(
                f"{files['scored']} dinilai, {files['refused']} ditolak, {found.seconds:.1f} s, "
                f"{found.peak / 1024 / 1024:.0f} MB"
            )


if __name__ == "__main__":
    main()
