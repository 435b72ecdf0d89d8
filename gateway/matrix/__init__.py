"""The joint matrix: province by joint indicator, with target, actual, money and score, from three services."""
