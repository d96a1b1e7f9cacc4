"""The three lights and the evidence behind them."""
