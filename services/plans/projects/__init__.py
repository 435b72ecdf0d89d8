"""Projects: what a province, a cluster or a ministry means to carry out, with one clear owner."""
