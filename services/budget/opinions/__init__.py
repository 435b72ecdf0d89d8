"""Opinions of ministries and departments on budget requests, beside what a committee decides on (S1 point 4)."""
