"""The choice of projects as pure rules: the problem, its exact checks, the ranking, the best choice, the reasons."""
