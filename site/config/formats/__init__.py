"""How dates are typed, where Django’s own formats of a language do not suit: a folder for each language."""
