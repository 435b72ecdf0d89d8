"""The rules of joint indicators: states, criteria, the cascade that always reconciles, and what counts as a result."""
