"""The composition root: settings, clock, ids, the data folder, processes. The only room that knows all."""
