"""The centre: it takes in every kiosk's journal, adds up and tells people what was achieved."""
