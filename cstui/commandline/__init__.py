"""The commands of the command line, each a function `run(options, paper) -> exit status`."""
