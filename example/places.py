"""Where and when a loading takes place: the cluster of the documents in its fiscal year, or another one."""

from dataclasses import dataclass

SOURCE = "ตัวอย่างของระบบ, not official"
DOCUMENT = "เอกสารประกอบการประชุมของสำนักงาน ก.พ.ร. สิงหาคม 2557"


@dataclass(frozen=True)
class Place:
    """A cluster, its provinces, and the fiscal year (Buddhist Era) that stands where the documents have 2558."""

    cluster: str
    provinces: tuple[str, ...]
    fiscal_year: int

    @property
    def areas(self) -> tuple[str, ...]:
        """The cluster and its provinces."""
        return (self.cluster, *self.provinces)

    @property
    def period(self) -> tuple[int, int]:
        """First and last year of the development plans, as 2557-2560 stands to 2558."""
        return self.fiscal_year - 1, self.fiscal_year + 2

    @property
    def held_on(self) -> str:
        """The day on which committees decide on the agreements, before the fiscal year begins."""
        return f"{self.calendar_year - 1}-09-26"

    @property
    def calendar_year(self) -> int:
        """The common-era year in which the fiscal year ends."""
        return self.fiscal_year - 543

    def meeting(self, number: int) -> str:
        """Return a number of a meeting of a national committee that no other place takes in the same year."""
        return f"{int(self.cluster[-2:]) * 10 + number}/{self.fiscal_year - 1}"

    def office(self, area: str) -> str:
        """Return the role of an area's office: the province, or the cluster's OSM."""
        return f"cluster:{area}" if area == self.cluster else f"province:{area}"

    def committee(self, area: str) -> str:
        """Return the role of an area's committee: ก.บ.จ., or the cluster's ก.บ.ก."""
        return f"cluster_committee:{area}" if area == self.cluster else f"province_committee:{area}"


# Upper Northern 1, as the documents' table has it: เชียงใหม่ ลำพูน ลำปาง แม่ฮ่องสอน.
UPPER_NORTH_1 = Place("C52-15", ("50", "51", "52", "58"), 2558)
