"""Rules about the settings of the site, its menu, moved pages, scripts and styles."""
