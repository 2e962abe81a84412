"""What ``mimawari.exe`` starts with. Its workers are the same file, started anew; they never come to the second line."""

from __future__ import annotations

import multiprocessing

from mimawari.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
