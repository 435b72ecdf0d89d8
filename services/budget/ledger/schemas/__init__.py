"""What goes in and out about accounts, transfers and disbursements."""
