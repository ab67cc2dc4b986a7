def is_up() -> bool:
    return True
