"""Entry of `python -m operations.postgres`."""

import sys

from operations.postgres.command import main

sys.exit(main(sys.argv[1:]))
