"""What needs somebody: alerts, who took note of them, and who is told outside these pages."""
