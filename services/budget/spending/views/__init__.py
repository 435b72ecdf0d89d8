"""From rows and findings to representations."""
