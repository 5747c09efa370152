"""What the app adds to Wagtail's admin as screens of its own."""
