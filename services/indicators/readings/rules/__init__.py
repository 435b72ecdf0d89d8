"""The rules of reading: what counts, how areas stand to each other, what is expected, what is wrong. All pure."""
