"""Files between offices and agencies: LAIN 2IP out, updates of IV-A in."""
