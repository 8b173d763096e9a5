"""What the demo's people are called and say: lists of words, apart from the code that uses them."""
