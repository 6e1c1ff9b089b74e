"""Tests of the e-mail channel, against a real mail server on the loopback."""
