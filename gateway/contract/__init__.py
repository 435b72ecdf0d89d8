"""The one contract: merged when it is built, committed, served byte for byte, shown and explained on a page."""
