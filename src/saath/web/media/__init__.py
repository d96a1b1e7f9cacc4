"""The attachments of messages, for people who are signed in."""
