"""What an editor says of bookings, shown when seats are booked on this site."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from evenements.enums import RegistrationMode
from evenements.panels import only_if

BOOKING_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("booking_group"), FieldPanel("booking_opens"), FieldPanel("booking_closes")]),
            FieldPanel("waiting_list"),
            FieldPanel("booking_questions"),
        ],
        attrs=only_if(registration=[RegistrationMode.HERE]),
    )
]
