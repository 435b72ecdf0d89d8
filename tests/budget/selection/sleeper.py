"""A computing process that says how far it is, and then goes on for ever."""

import json
import sys
import time

if __name__ == "__main__":
    json.load(sys.stdin)
    print(json.dumps({"progress": 0.25}), flush=True)  # noqa: T201 - its protocol
    while True:
        time.sleep(60)
