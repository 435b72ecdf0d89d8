"""Files for spreadsheets: CSV and Excel that are safe to open, whoever wrote what stands in their cells."""
