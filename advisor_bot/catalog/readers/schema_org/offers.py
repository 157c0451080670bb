"""What it costs: schema.org's offers → prices."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from advisor_bot.catalog.facts import Fact, Price
from advisor_bot.catalog.readers.claims import Claims
from advisor_bot.catalog.readers.json_ld import Node, flag, local, nodes, number, text
from advisor_bot.catalog.readers.schema_org.graph import AWARDS, Graph
from advisor_bot.catalog.readers.values import day_in, prices_in

Period = Literal["once", "month", "year"]

_UNITS: dict[str, Period] = {
    "mon": "month", "month": "month", "monthly": "month", "p1m": "month", "m": "month",
    "ann": "year", "year": "year", "yearly": "year", "annual": "year", "p1y": "year", "p12m": "year",
}  # fmt: skip
"""Units of time: codes of UN/CEFACT recommendation 20, words, ISO 8601."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_OVER = ("discontinued", "soldout", "outofstock")


@dataclass(frozen=True)
class _Offer:
    node: Node
    condition: str | None


def cost(
    node: Node, instances: list[Node], graph: Graph, claims: Claims
) -> Fact[tuple[Price, ...]]:
    """The prices of the course, its instances, and the credentials that it awards. A price without a
    currency, or of a subscription without a period, is none. That something is free needs a currency
    too, to be said as a price; without one it is said in words."""
    offers = list(_offers(node, instances, graph, text(node.get("name"))))
    prices: dict[Price, None] = {}
    for offer in offers:
        prices.update(dict.fromkeys(_prices(offer, claims)))
    currencies = {currency for offer in offers if (currency := _currency(offer.node))}
    free = flag(node.get("isAccessibleForFree"))
    if free and not prices and len(currencies) == 1:
        prices[Price(amount=Decimal(0), currency=currencies.pop())] = None
    said = in_words(node, offers_of(node, instances))
    if not prices:
        return Fact(note=said) if said else Fact()
    return claims.fact(tuple(prices), note=said, valid_until=_valid_until(offers))


def in_words(node: Node, offers: list[Node]) -> str | None:
    """What is said of the cost beside prices: free, in part free, a subscription."""
    categories = [text(offer.get("category")) for offer in offers]
    said = [each for each in dict.fromkeys(categories) if each and each.lower() not in ("paid",)]
    if flag(node.get("isAccessibleForFree")):
        said.append("accessible for free")
    return f"The offer says: {', '.join(said)}."[:300] if said else None


def offers_of(node: Node, instances: list[Node]) -> list[Node]:
    return [offer for each in (node, *instances) for offer in nodes(each.get("offers"))]


def _offers(node: Node, instances: list[Node], graph: Graph, title: str | None) -> list[_Offer]:
    found = [
        _Offer(offer, _condition(offer, title))
        for offer in offers_of(node, [each for each in instances if each is not node])
    ]
    for term in AWARDS:
        for credential in graph.resolved(node.get(term)):
            found += [
                _Offer(each, "for the credential") for each in nodes(credential.get("offers"))
            ]
    return [each for each in found if _is_open(each.node)]


def _is_open(offer: Node) -> bool:
    return local(text(offer.get("availability")) or "").lower() not in _OVER


def _condition(offer: Node, title: str | None) -> str | None:
    """For whom or what this offer is, where it has a name of its own."""
    names = (text(offer.get(term)) for term in ("name", "eligibleCustomerType", "eligibleRegion"))
    name = next(filter(None, names), None)
    return name[:200] if name and name != title and "://" not in name else None


def _prices(offer: _Offer, claims: Claims) -> list[Price]:
    inside = [each for each in nodes(offer.node.get("priceSpecification")) if "price" in each]
    found = (
        _price({**offer.node, **each}, offer.condition, claims) for each in inside or [offer.node]
    )
    return [price for price in found if price is not None]


def _price(offer: Node, condition: str | None, claims: Claims) -> Price | None:
    low, high = _amounts(offer)
    currency = _currency(offer)
    if low is None or low < 0:
        if text(offer.get("price")):
            claims.doubt("price", f"is no amount: '{(text(offer.get('price')) or '')[:100]}'")
        return None
    if currency is None:
        if low:
            claims.doubt("price", f"is {low}, but no currency (ISO 4217) is stated")
        return None
    per = _period(offer)
    if per is None:
        claims.doubt("price", f"is {currency} {low} for a period that is not stated")
        return None
    top = high if high is not None and high > low else None
    return Price(amount=low, up_to=top, currency=currency, per=per, condition=condition)


def _amounts(offer: Node) -> tuple[Decimal | None, Decimal | None]:
    """``price``, or the range of an AggregateOffer; a free offer needs no price."""
    if (low := number(offer.get("lowPrice"))) is not None:
        return low, number(offer.get("highPrice"))
    stated = text(offer.get("price"))
    if stated is None:
        free = (text(offer.get("category")) or "").lower() == "free"
        return (Decimal(0) if free else None), None
    amount = number(stated)
    if amount is None:
        currency = _currency(offer)
        written = prices_in(stated, currency=currency) if currency else ()
        amount = (
            written[0].amount if len(written) == 1 and written[0].currency == currency else None
        )
    return amount, None


def _currency(offer: Node) -> str | None:
    stated = (text(offer.get("priceCurrency")) or "").upper()
    if not stated:
        inside = nodes(offer.get("priceSpecification"))
        stated = next(
            filter(None, (text(each.get("priceCurrency")) for each in inside)), ""
        ).upper()
    return stated if _CURRENCY.fullmatch(stated) else None


def _period(offer: Node) -> Period | None:
    """What the price is for (UnitPriceSpecification: referenceQuantity, billingIncrement,
    billingDuration); none where it is a subscription for some other time, or for one unsaid."""
    quantities = [(each.get("value"), each) for each in nodes(offer.get("referenceQuantity"))]
    if offer.get("billingIncrement") is not None:
        quantities.append((offer["billingIncrement"], offer))
    for value, unit in quantities:
        named = text(unit.get("unitCode")) or text(unit.get("unitText")) or ""
        return _times(number(value), _UNITS.get(local(named).lower()))
    if duration := text(offer.get("billingDuration")):
        billed = text(offer.get("unitCode")) or text(offer.get("unitText"))
        if billed:
            return _times(number(duration), _UNITS.get(local(billed).lower()))
        return _UNITS.get(duration.lower())
    subscribed = (text(offer.get("category")) or "").lower() == "subscription"
    return None if subscribed and _amounts(offer)[0] else "once"


def _times(value: Decimal | None, unit: Period | None) -> Period | None:
    if value == 12 and unit == "month":
        return "year"
    return unit if value in (None, 1) else None


def _valid_until(offers: list[_Offer]) -> date | None:
    """Until when the prices hold, if each says so."""
    said = [
        text(each.node.get("priceValidUntil")) or text(each.node.get("validThrough"))
        for each in offers
    ]
    days = [day_in(each[:10]) for each in said if each]
    known = [each for each in days if each]
    return min(known) if known and len(known) == len(offers) else None
