"""What is true about grant programmes: values, rules, regimes, and the published language. Pure."""
