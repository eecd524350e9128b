"""When reviews fall: moved or foreseen."""
