"""The review meeting without a screen: agenda, clock, what is walked through, what is captured, what changed."""
