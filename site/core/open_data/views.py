"""The addresses of the catalogue. French alone: it holds the words of every language."""

import hashlib
import json

from django.http import HttpRequest, HttpResponseBase

from core.answers import File, for_programs, send
from core.open_data.catalogue import catalogue
from core.open_data.terms import licence_link
from core.open_data.turtle import turtle


@for_programs
def catalogue_jsonld(request: HttpRequest) -> HttpResponseBase:
    """/donnees/catalogue.jsonld"""
    text = json.dumps(catalogue(), ensure_ascii=False, indent=1)
    return _answer(request, "catalogue.jsonld", "application/ld+json", text)


@for_programs
def catalogue_turtle(request: HttpRequest) -> HttpResponseBase:
    """/donnees/catalogue.ttl"""
    return _answer(request, "catalogue.ttl", "text/turtle; charset=utf-8", turtle(catalogue()))


def _answer(request: HttpRequest, name: str, content_type: str, text: str) -> HttpResponseBase:
    """TEXT, which is short, is made first: nothing else says when it changes."""
    body = text.encode()
    tag = hashlib.sha256(body).hexdigest()[:32]
    return send(request, File(name, content_type, tag, None, lambda: [body], (licence_link(),), is_attachment=False))
