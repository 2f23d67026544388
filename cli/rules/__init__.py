"""`destek rules …`: the rules as people and scripts ask for them. Only `simulate` needs a running system."""
