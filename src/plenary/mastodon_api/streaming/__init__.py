"""Live streams for apps (docs.joinmastodon.org/methods/streaming): server-sent events and
WebSocket, in the streaming process."""
