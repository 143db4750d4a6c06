"""The agencies of this program, each a package; none imports another, and the kernel imports none."""
