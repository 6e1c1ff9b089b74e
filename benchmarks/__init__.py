"""Measures, side by side with a peer in one run, as ratios. Machines are noisy: figures are not gates."""
