"""How does whoever runs the centre see that it is well? Probes, figures for Prometheus, lines of the log, the watchdog."""
