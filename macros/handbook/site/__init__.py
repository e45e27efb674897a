"""The built site: settings, menu, redirects, what is published."""
