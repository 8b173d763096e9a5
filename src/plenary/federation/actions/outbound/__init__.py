"""What people here do, told to other servers: reactions to the facts of the rooms below.

Each returns at once where this server speaks with no other. Only the deeds of people of this server
go out, and only to those whom they are for.
"""
