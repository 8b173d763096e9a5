"""The ActivityPub door and its post office: how accounts of other servers take part."""
