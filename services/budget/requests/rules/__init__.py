"""The rules of budget requests: their workflow and money, and the project behind each."""
