"""The conversation: an inbound message and the services become replies."""
