"""What follows a resolution of ก.น.จ. on requests: one notice per ministry or department, and needs that stay (P21)."""
