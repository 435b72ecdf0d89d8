"""Joint indicators: what a ministry and the provinces measure together, offered area by area and signed by both."""
