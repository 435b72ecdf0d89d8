"""Budget: what is asked for, allocated, held, posted and disbursed."""
