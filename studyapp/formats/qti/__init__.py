"""QTI 2.1, the packages of the 1EdTech consortium that learning platforms exchange."""
