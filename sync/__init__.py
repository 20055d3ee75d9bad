"""The agreement: facts, rules, journal, wire and centre. Everything here runs without a screen."""
