"""Pages of the move: linking the number, what came over, how the number fares."""
