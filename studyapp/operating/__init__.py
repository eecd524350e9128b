"""Whether this installation is well: for the proxy, for an operator's tools, and in words."""
