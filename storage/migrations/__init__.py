"""Schema migrations, linear, run by `dondoc migrate`."""
