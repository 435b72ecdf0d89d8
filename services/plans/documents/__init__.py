"""Plans: development plans and yearly action plans of provinces and clusters, in editions."""
