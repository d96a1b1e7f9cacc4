"""The rules of coexistence: facts, states, `step`, decisions. Standard library only; no clock, no I/O."""
