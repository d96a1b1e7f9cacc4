"""Saath: one WhatsApp number, the phone and the API, together."""
