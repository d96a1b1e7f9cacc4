"""`saath sim`: the pretend WhatsApp on the command line. Serves one, and drives one that runs.

What can be made to happen is written in `saath.simulator.control.table`; nothing here adds to it.
"""
