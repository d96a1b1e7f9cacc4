"""What no conversation shows: deliveries nobody could read or place, and parked conversations."""
