"""A pretend WhatsApp: Meta's Graph API and webhooks, the owner's phone, and customers.

This room signs and encodes with its own code, so that it can be a witness: it imports no other
room. `World` is pure (its clock and chance are its own); `courier`, `server` and `shop` do the I/O.
"""
