"""What happens on the ledger: accounts, transfers, disbursements."""
