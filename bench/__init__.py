"""What it costs: one file a question, each answer a ratio to a limit measured or stated in the same run."""
