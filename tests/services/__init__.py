"""What the services do, on a real store."""
