"""Whom does one call when a venue is silent?"""
