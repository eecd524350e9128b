"""What a real site outlives: kills, bursts, a wrong clock, a full disk, a database that is away; backups and upgrades.

Each module is a command that runs for long, prints figures, and goes on where it was stopped; CONTRIBUTING lists them.
Tests beside them take a sample of each.
"""
