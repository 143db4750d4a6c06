"""The agencies of this program, each a package of its own; none imports another, and the kernel imports none."""
