"""What may come in, in which form, and what goes out."""
