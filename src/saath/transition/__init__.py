"""The move, stage by stage: assess now; later prepare, link, sync, pilot, roll out, contingency."""
