"""What a run means, in words and in numbers, and how it compares with another."""
