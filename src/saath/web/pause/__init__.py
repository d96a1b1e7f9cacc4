"""Everything automatic, paused and resumed from any page."""
