"""Agency requests: what an area asks of a ministry or department directly, answered from the agency's own reserve."""
