"""Forms of editions and stages that are no page's edit form."""
