"""How doping is told in text: hosts, dopants, and which dopes which."""
