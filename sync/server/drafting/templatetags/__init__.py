"""What the templates of preparing need besides the site's own tags."""
