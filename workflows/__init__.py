"""What is under way: one workflow class a file, each reading as its story. They keep time and order; rooms decide."""
