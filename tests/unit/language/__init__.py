"""Tests of the understanding of Vietnamese text."""
