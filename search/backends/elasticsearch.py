"""Elasticsearch 8: Wagtail's stock backend and mapping, with ids, order, count and facets asked in one request.

No score of the engine's own enters the order: each condition that ranks adds a constant.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError
from wagtail.search.backends.elasticsearch8 import Elasticsearch8SearchBackend

from search.backends.asked import FACETS, Asked, Filters, Found
from search.backends.node import DeadlineNode
from search.backends.results import EntryQueryCompiler, EntryResults
from search.models import SearchEntry
from search.question import Group

Query = dict[str, Any]

ANYWHERE, TITLE, OFFER = ("_all_text",), ("title_terms",), ("title_terms", "offer_terms")
FIELDS = {"type": "types_filter", "public": "publics_filter", "theme": "themes_filter", "commune": "communes_filter"}
# What ranks, and by how much: the order is that of search.backends.database.
EXACT_NAME, CURRENT, NEARER = 1000.0, 10.0, 1.0
MOST_VALUES, MOST_KEYS = 1000, 100_000


class NotWhole(ApiError):
    """The index holds nothing, or a part of it did not answer in time: the answer would be false."""


class NotUnderstood(Exception):
    """What answers says something else than what was asked: a proxy in front, another service at the address."""


@contextmanager
def understood() -> Iterator[None]:
    """Around what reads an answer: raises NotUnderstood when it has not the parts it should."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise NotUnderstood(repr(error)) from error


class EntriesInElasticsearch(Elasticsearch8SearchBackend):
    """SearchEntry in an index of its own; fed by search.sending, never by the saving of models."""

    query_compiler_class = autocomplete_query_compiler_class = EntryQueryCompiler
    results_class = EntryResults

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({**params, "OPTIONS": {"node_class": DeadlineNode, **params.get("OPTIONS", {})}})

    @property
    def alias(self) -> str:
        """The name that the index in use answers to."""
        return self.get_index_for_model(SearchEntry).name

    def find(self, asked: Asked, start: int, stop: int | None) -> Found:
        """What ASKED finds, keys from START to STOP; raises TransportError or ApiError when the server does not say."""
        answer = self.es.search(
            index=self.alias,
            query=_query(asked),
            post_filter=_all(_chosen(asked.filters)),
            aggregations=_aggregations(asked),
            sort=[{"_score": "desc"}, {"rank_filter": "desc"}, {"id_filter": "asc"}],
            from_=start,
            size=MOST_KEYS if stop is None else stop - start,
            track_total_hits=True,
            allow_partial_search_results=False,
            source=False,
            stored_fields="_none_",
            docvalue_fields=["id_filter"],
        )
        with understood():
            return _found(answer)


def _found(answer: Any) -> Found:
    parts = answer["aggregations"]
    if answer["timed_out"] or not parts["everything"]["doc_count"]:
        raise NotWhole("the index is empty or answers in part", answer.meta, answer.body)
    counts = {
        facet: {bucket["key"]: bucket["doc_count"] for bucket in parts[facet]["values"]["buckets"]} for facet in FACETS
    }
    keys = tuple(hit["fields"]["id_filter"][0] for hit in answer["hits"]["hits"])
    return Found(keys, answer["hits"]["total"]["value"], parts["current"]["doc_count"], counts)


def _query(asked: Asked) -> Query:
    exact = {"term": {"names_filter": asked.name}}
    found = _any([_holding(asked.wanted, ANYWHERE), exact])
    in_title, in_offer = _holding(asked.wanted, TITLE), _holding(asked.wanted, OFFER)
    some_in_title = _holding([(group,) for groups in asked.wanted for group in groups], TITLE)
    nearer = [in_title, _all({"some": some_in_title, "all": in_offer}), in_offer]
    ranked = [(EXACT_NAME, exact), (CURRENT, _current(asked))]
    ranked += [(NEARER, {"bool": {"filter": [condition], "must_not": [exact]}}) for condition in nearer]
    return {
        "bool": {
            "filter": [{"term": {"readers_filter": asked.language}}, found],
            "should": [{"constant_score": {"filter": condition, "boost": worth}} for worth, condition in ranked],
        }
    }


def _aggregations(asked: Asked) -> Query:
    chosen = _chosen(asked.filters)
    parts: Query = {
        facet: {
            "filter": _all({other: query for other, query in chosen.items() if other != facet}),
            "aggregations": {"values": {"terms": {"field": FIELDS[facet], "size": MOST_VALUES}}},
        }
        for facet in FACETS
    }
    parts["current"] = {"filter": _all(chosen | {"current": _current(asked)})}
    parts["everything"] = {"global": {}}
    return parts


def _chosen(filters: Filters) -> dict[str, Query]:
    return {facet: {"terms": {FIELDS[facet]: list(filters.chosen(facet))}} for facet in FACETS if filters.chosen(facet)}


def _current(asked: Asked) -> Query:
    return {"range": {"current_until_filter": {"gt": asked.now.isoformat()}}}


def _all(queries: Mapping[str, Query]) -> Query:
    return {"bool": {"filter": list(queries.values())}} if queries else {"match_all": {}}


def _any(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else {"bool": {"should": list(queries), "minimum_should_match": 1}}


def _holding(wanted: Iterable[Sequence[Group]], fields: Sequence[str]) -> Query:
    """The entries that hold every group of one of WANTED in FIELDS."""
    return _any([{"bool": {"filter": [_group(group, fields) for group in groups]}} for groups in wanted])


def _group(group: Group, fields: Sequence[str]) -> Query:
    ways: list[Query] = [
        {"bool": {"filter": [_any([{"term": {field: term}} for field in fields]) for term in terms]}}
        for terms in group.alternatives
    ]
    if group.prefix:
        ways.append({"prefix": {"words_filter": {"value": group.prefix}}})
    return _any(ways)


SearchBackend = EntriesInElasticsearch
