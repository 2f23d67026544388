"""What is true of a grant and what follows from it; decides, and does nothing else."""
