"""What was reached: per seat, goal and rule, as values, pages, sheets and statements."""
