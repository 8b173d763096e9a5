"""What may be, and what follows from it, in pure Python: a file for each noun."""
