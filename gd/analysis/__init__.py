"""What a run means: in words, in numbers, beside another."""
