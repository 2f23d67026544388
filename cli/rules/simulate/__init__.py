"""`destek rules simulate`: a call's recorded applications under a draft rule set. It reads, and writes nothing."""
