"""What leaves a page as a link."""
