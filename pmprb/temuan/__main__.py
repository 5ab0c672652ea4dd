"""Print docs/temuan.md: `python -m pmprb.temuan > docs/temuan.md`."""

import sys

from pmprb.temuan.page import temuan_page

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a pipe on Windows is not UTF-8
    sys.stdout.write(temuan_page())
