"""The assembled application: the only place that knows everybody."""
