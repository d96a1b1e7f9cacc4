"""THE BUS. "Wake up, there is work": never the only copy of anything, so losing one costs 250 ms."""
