"""What each unit has to report, by what it agreed to: what is open today, tasks for it, and Excel files to fill in."""
