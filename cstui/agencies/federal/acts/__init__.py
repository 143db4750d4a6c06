"""What is done to a program: reports, entered figures, enforcement requests, reliability checks."""
