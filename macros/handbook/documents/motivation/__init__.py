"""Motivation: responsibility, pay plans, rewards, conduct, careers."""
