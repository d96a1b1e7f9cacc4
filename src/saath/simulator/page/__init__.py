"""The pages of the simulator: the owner's phone, the customers, the world. Plain HTML that works."""
