"""Entry of `python -m bench.money`."""

import sys

from bench.money.soak import main

sys.exit(main(sys.argv[1:]))
