"""The federal annual report, form OCSE-157: counted from the common IV-D vocabulary of a state's cases."""
