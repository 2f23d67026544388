"""`destek up` and its family: every part of the system on one machine, started and stopped as one."""
