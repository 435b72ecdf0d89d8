"""How much the reading of one file may take; known to both sides of it."""

MEMORY_BYTES = 512 * 1024 * 1024
PROCESSOR_SECONDS = 10
WALL_SECONDS = 20.0
# Characters of the answer, and bytes of it (a Thai letter is three).
MOST_TEXT = 16_000_000
LARGEST_ANSWER = 4 * MOST_TEXT
# Exit status of a reading process that ran out of memory and could still say so.
OUT_OF_MEMORY = 75
