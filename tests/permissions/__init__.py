"""Who may do what, tried by HTTP: every address of the site, as each role, with each method."""
