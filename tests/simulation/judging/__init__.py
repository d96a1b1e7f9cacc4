"""What must hold after every world, each rule beside the number of its invariant.

A judge looks at the truth of the simulator, at the journal's records and at what the tables show. It
decides nothing with the product's own rules: what is expected is computed here, in another way.
"""
