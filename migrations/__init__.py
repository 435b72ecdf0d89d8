"""The schemas: who owns them, who may use them, and every step they have taken."""
