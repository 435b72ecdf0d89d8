"""An area's money by its plan: which issues and projects have which requests, and what was approved (HPP issue 6)."""
