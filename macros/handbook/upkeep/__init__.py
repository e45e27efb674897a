"""What happens to pages: reviews, forms, board, reminders, advice."""
