"""How does a kiosk reach the centre? Push and pull as independent rounds; the network only shortens a delay, it decides nothing."""
