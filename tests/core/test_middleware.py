"""What reads cookies and what does not, by its address."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["comptes.csv", "comptes.json", "comptes.ttl"])
def test_a_private_document_opens_for_who_is_signed_in_whatever_its_name(client, admin_client, settings, name):
    settings.WAGTAILDOCS_SERVE_METHOD = "redirect"  # files of tests are in memory
    private = Collection.get_first_root_node().add_child(name="Privé")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    file = ContentFile(b"a,b", name=name)
    document = get_document_model().objects.create(title="Comptes", file=file, collection=private)

    assert "next=" in client.get(document.url).headers["Location"]
    assert admin_client.get(document.url).headers["Location"] == document.file.url
