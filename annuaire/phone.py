"""Telephone numbers: kept as they read well here, given to machines in the international form (E.164)."""

import phonenumbers
from django.conf import settings
from phonenumbers import PhoneNumber, PhoneNumberFormat, shortnumberinfo


def read(text: str) -> PhoneNumber | None:
    """The number TEXT writes, as one dials it from the territory; None when it is not one."""
    region = settings.TERRITORY.phone_region
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    is_short = shortnumberinfo.is_valid_short_number_for_region(number, region)
    return number if is_short or phonenumbers.is_possible_number(number) else None


def in_words(text: str) -> str:
    """TEXT as one reads it here: "02 97 00 00 00", "39 49", "+44 20 7946 0018"; what is not a number stays as it is."""
    number = read(text)
    if number is None:
        return text
    if not phonenumbers.is_possible_number(number):
        digits = str(number.national_number)
        return f"{digits[:2]} {digits[2:]}" if len(digits) == 4 else digits
    is_local = number.country_code == phonenumbers.country_code_for_region(settings.TERRITORY.phone_region)
    style = PhoneNumberFormat.NATIONAL if is_local else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def international(text: str) -> str:
    """TEXT as a machine dials it: "+33297000000"; a short number is the same everywhere; "" when it is not a number."""
    number = read(text)
    if number is None:
        return ""
    if not phonenumbers.is_possible_number(number):
        return str(number.national_number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
