"""THE MOVE. Assess, prepare, link, sync, pilot, roll out, step back: and survive a lost machine."""
