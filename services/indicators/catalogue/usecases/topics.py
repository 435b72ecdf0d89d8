"""What is asked of topics."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue import repository
from services.indicators.catalogue.models import Topic as TopicRow
from services.indicators.catalogue.models import TopicMapping as MappingRow
from services.indicators.catalogue.schemas.topics import Topic, TopicMapping, TopicPage
from services.shared.errors import NotFound


async def show_topics(session: AsyncSession, taxonomy: str | None) -> TopicPage:
    """Return the topics of one taxonomy or of both, with their mappings."""
    topics, mappings = await repository.list_topics(session, taxonomy), await repository.list_mappings(session)
    return TopicPage(items=[_shown(topic, mappings) for topic in topics], next_cursor=None)


async def show_topic(session: AsyncSession, code: str) -> Topic:
    """Return one topic with its mappings; raises NotFound."""
    topics = await repository.list_topics(session, None, code)
    if not topics:
        raise NotFound()
    return _shown(topics[0], await repository.list_mappings(session))


def _shown(topic: TopicRow, mappings: Sequence[MappingRow]) -> Topic:
    maps_to = [_end(each, each.maps_to_code) for each in mappings if each.topic_code == topic.code]
    mapped_from = [_end(each, each.topic_code) for each in mappings if each.maps_to_code == topic.code]
    return Topic(
        code=topic.code,
        taxonomy="A" if topic.taxonomy == "A" else "B",
        number=topic.number,
        parent_code=topic.parent_code,
        name_th=topic.name_th,
        name_en=topic.name_en,
        is_open_ended=topic.is_open_ended,
        source=topic.source,
        note=topic.note,
        maps_to=maps_to,
        mapped_from=mapped_from,
    )


def _end(mapping: MappingRow, code: str) -> TopicMapping:
    certainty = "clear" if mapping.certainty == "clear" else "own_guess"
    return TopicMapping(code=code, certainty=certainty, source=mapping.source, note=mapping.note)
