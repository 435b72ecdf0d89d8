"""Tables that come in as Excel or CSV files: uploaded, read in a process of their own, looked at, then confirmed."""
