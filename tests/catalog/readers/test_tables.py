"""Tables: CSV, TSV and XLSX rows become cited programs, or problems that say what to do."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from advisor_bot.catalog.facts import (
    Accreditation,
    Credit,
    Price,
    Program,
    Provider,
    Status,
    Validity,
    Workload,
)
from advisor_bot.catalog.readers.reading import Material, Problem
from advisor_bot.catalog.readers.tables import (
    Constants,
    Mapping,
    columns,
    delimited,
    guess,
    load_mapping,
    mapping_path,
    mapping_yaml,
    read,
    save_mapping,
    workbooks,
)
from advisor_bot.catalog.readers.tables.headers import KNOWN
from advisor_bot.errors import KnowledgeError

READ_ON = date(2026, 11, 23)


def material(path: Path) -> Material:
    return Material(path, path.name, READ_ON)


def written(folder: Path, content: str | bytes, name: str = "courses.csv") -> Material:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return material(path)


def workbook(folder: Path, rows: Sequence[Sequence[Any]], name: str = "courses.xlsx") -> Material:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(folder / name)
    return material(folder / name)


def programs(source: Material, mapping: Mapping | None = None) -> list[Program]:
    return [found for found in read(source, mapping) if isinstance(found, Program)]


def problems(source: Material, mapping: Mapping | None = None) -> list[Problem]:
    return [found for found in read(source, mapping) if isinstance(found, Problem)]


@pytest.fixture(scope="session")
def catalogues(real_data: Path) -> Path:
    return real_data / "csv"


class TestRealCatalogues:
    def test_every_row_of_coursera_becomes_a_program(self, catalogues: Path) -> None:
        found = list(read(material(catalogues / "coursera.csv")))
        rows = [item for item in found if isinstance(item, Program)]
        assert len(rows) == 1139
        providers = {item.id for item in found if isinstance(item, Provider)}
        assert {program.provider for program in rows} <= providers
        first = rows[0]
        assert first.title == "Google Cybersecurity"
        assert first.provider == "google"
        assert first.facts.credential_type.value == "professional certificate"
        assert first.facts.level.value == "beginner"
        assert first.facts.workload.value == Workload(weeks=13, weeks_max=26)
        assert first.facts.workload.quote == "3 - 6 Months"
        assert first.facts.skills.value is not None
        assert first.facts.skills.value[:2] == ("Network Security", "Python Programming")
        assert len(first.facts.skills.value) == 14
        source = first.facts.level.source
        assert source is not None
        assert (source.title, source.place, source.checked_on) == ("coursera.csv", "row 2", READ_ON)
        assert first.facts.level.status is Status.ISSUER_CLAIMED

    def test_what_coursera_says_in_a_form_that_no_fact_has(self, catalogues: Path) -> None:
        rows = programs(material(catalogues / "coursera.csv"))
        eligible = rows[1]
        assert eligible.title == "Google Data Analytics"
        assert not eligible.facts.external_credit.is_stated
        assert [section.text for section in eligible.sections] == [
            "Eligible for credit (as the file says)"
        ]
        course = rows[10]
        assert not course.facts.credential_type.is_stated
        assert "certificatetype: Course" in course.sections[0].text
        skills = {skill for program in rows for skill in program.facts.skills.value or ()}
        assert not {skill for skill in skills if "reviews)" in skill}
        assert sum(program.facts.credential_type.is_stated for program in rows) == 137

    def test_every_row_of_udacity_becomes_a_program_with_its_page(self, catalogues: Path) -> None:
        source = material(catalogues / "udacity.csv")
        rows = programs(source)
        assert len(rows) == 263
        assert problems(source) == []
        first = rows[0]
        page = "https://www.udacity.com//course/data-engineer-nanodegree--nd027"
        assert (first.title, first.provider, first.webpage) == (
            "Data Engineer",
            "school-of-data-science",
            page,
        )
        assert first.identifiers == (page,)
        assert first.facts.level.value == "intermediate"
        level_source = first.facts.level.source
        assert level_source is not None
        assert (level_source.url, level_source.title, level_source.place) == (
            page,
            "Data Engineer",
            "row 2",
        )
        assert first.sections[0].heading == ""
        assert first.sections[0].text.startswith(
            "Data Engineering is the foundation for the new world"
        )

    def test_ratings_feed_nothing(self, catalogues: Path) -> None:
        headers, _, mapping = columns(material(catalogues / "coursera.csv"))
        assert mapping == Mapping(
            title="course",
            provider="partner",
            skills="skills",
            level="level",
            credential_type="certificatetype",
            workload="duration",
            credit="crediteligibility",
        )
        assert mapping.unmapped(headers) == ["rating", "reviewcount"]


class TestGuessing:
    def test_german_headers(self) -> None:
        headers = [
            "Kurstitel",
            "Anbieter",
            "Beschreibung",
            "Dauer (Wochen)",
            "Preis in EUR",
            "Sprache",
            "Niveau",
        ]
        row = ["Führung", "Akademie", "Wie man führt", "6", "450,00", "Deutsch", "Anfänger"]
        mapping = guess(headers, [row])
        assert mapping == Mapping(
            title="Kurstitel",
            provider="Anbieter",
            description="Beschreibung",
            workload="Dauer (Wochen)",
            cost="Preis in EUR",
            language="Sprache",
            level="Niveau",
            constants=Constants(currency="EUR"),
        )

    def test_spanish_headers(self) -> None:
        headers = [
            "Nombre del curso",
            "Universidad",
            "Duración",
            "Precio",
            "Moneda",
            "Nivel",
            "Idioma",
        ]
        row = ["Datos", "UPM", "4 meses", "300", "EUR", "Avanzado", "Español"]
        found = guess(headers, [row]).columns()
        assert list(found.values()) == [
            "Nombre del curso", "Universidad", "Nivel", "Duración", "Precio", "Moneda", "Idioma",
        ]  # fmt: skip

    def test_cells_that_cannot_be_what_the_header_says_are_not_mapped(self) -> None:
        headers = ["Title", "Provider", "Level", "URL", "ID"]
        rows = [["A", "Acme", "12", "see intranet", "1"], ["B", "Acme", "9", "ask HR", "2"]]
        assert set(guess(headers, rows).columns()) == {"title", "provider"}

    def test_no_column_feeds_two_targets(self) -> None:
        for name in KNOWN:
            for header in (name, f"Course {name}", f"{name.title()} (EUR)"):
                assert len(guess([header], []).columns()) <= 1, header

    @settings(deadline=None)
    @given(
        st.lists(st.text(max_size=30), max_size=8),
        st.lists(st.lists(st.text(max_size=30), max_size=8), max_size=4),
    )
    def test_any_headers_give_a_mapping_of_columns_that_are_there(
        self, headers: list[str], rows: list[list[str]]
    ) -> None:
        names = [f"{at} {header}" for at, header in enumerate(headers)]
        assert set(guess(names, rows).columns().values()) <= set(names)


class TestMapping:
    MAPPING = Mapping(
        title="Kurs: Name",
        provider=None,
        cost="#1",
        constants=Constants(provider="Acme", currency="EUR"),
    )
    HEADERS = ("Kurs: Name", "#1", "Bewertung", "- x")

    def test_what_is_written_is_read_again(self, tmp_path: Path) -> None:
        path = tmp_path / "courses.csv"
        saved = save_mapping(self.MAPPING, path, self.HEADERS)
        assert saved == mapping_path(path) == tmp_path / "courses.csv.mapping.yaml"
        assert load_mapping(saved, self.HEADERS) == self.MAPPING

    @settings(deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(["title", "level", "cost"]),
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
                str.strip
            ),
        )
    )
    def test_any_header_survives_being_written(self, columns: dict[str, str]) -> None:
        mapping = Mapping.model_validate(columns)
        assert (
            Mapping.model_validate(yaml.safe_load(mapping_yaml(mapping, list(columns.values()))))
            == mapping
        )

    def test_columns_that_feed_nothing_are_shown(self) -> None:
        text = mapping_yaml(self.MAPPING, self.HEADERS)
        assert "# Columns that feed nothing:\n#   Bewertung\n#   '- x'" in text

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("titel: Course", r"there is no 'titel' \(do you mean 'title'\?\)"),
            (
                "title: Course\nconstants: {currensy: EUR}",
                r"constants: there is no 'currensy' \(do you mean 'currency'\?\)",
            ),
            (
                "title: Curse",
                r"title: there is no column 'Curse' \(do you mean 'Course'\?\)\. "
                "The columns are: Course, School",
            ),
            ("title: [a, b]", "title: "),
            ("- title", "has to hold lines"),
            ("title: {", "is not YAML"),
            ("constants: 3", "constants: "),
            ("title: yes", "put text in quotes"),
        ],
    )
    def test_what_is_wrong_with_a_mapping_is_named(
        self, tmp_path: Path, text: str, said: str
    ) -> None:
        path = tmp_path / "t.csv.mapping.yaml"
        path.write_text(text)
        with pytest.raises(KnowledgeError, match=said):
            load_mapping(path, ["Course", "School"])

    def test_a_header_that_is_a_number_can_be_named(self, tmp_path: Path) -> None:
        path = tmp_path / "t.csv.mapping.yaml"
        path.write_text("title: 2024")
        assert load_mapping(path, ["2024"]).title == "2024"

    def test_the_mapping_beside_the_file_goes_before_the_guess(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Other,Provider\nA,B,Acme\n")
        save_mapping(Mapping(title="Other", provider="Provider"), source.path)
        assert [program.title for program in programs(source)] == ["B"]
        given_here = Mapping(title="Title", constants=Constants(provider="Else"))
        assert [(program.title, program.provider) for program in programs(source, given_here)] == [
            ("A", "else")
        ]

    def test_reading_writes_nothing(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Provider\nA,Acme\n")
        list(read(source))
        columns(source)
        assert [path.name for path in tmp_path.iterdir()] == ["courses.csv"]

    def test_a_broken_saved_mapping_is_one_problem(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Provider\nA,Acme\n")
        mapping_path(source.path).write_text("title: Nothing\n")
        (problem,) = read(source)
        assert isinstance(problem, Problem)
        assert "courses.csv.mapping.yaml: title: there is no column 'Nothing'" in problem.reason

    def test_without_a_title_or_provider_one_problem_tells_what_to_write(
        self, tmp_path: Path
    ) -> None:
        (problem,) = read(written(tmp_path, "Thing,Amount\nA,3\nB,4\n"))
        assert isinstance(problem, Problem)
        assert "Thing, Amount" in problem.reason
        assert "courses.csv.mapping.yaml" in problem.reason
        assert "'title: <column>' and 'provider: <column>'" in problem.reason


FULL = {
    "Title": "Cloud <b>Basics</b>",
    "Provider": "Acme Académie",
    "Country": "France",
    "URL": "https://acme.example/cloud",
    "Code": "ACB-1",
    "Skills": "AWS; Linux",
    "Level": "Beginner",
    "Credential type": "Digital badge",
    "Duration (weeks)": "6",
    "Price": "450,00",
    "Currency": "EUR",
    "Language": "English; French",
    "Assessment": "Final exam",
    "Proctored": "no",
    "Delivery mode": "Online",
    "Prerequisites": "None",
    "Learning outcomes": "Explain clouds; Build one",
    "Accredited by": "ANSI",
    "ECTS": "3 ECTS",
    "Valid for": "2 years",
    "Stackable into": "Cloud Expert",
    "Start date": "2027-01-10",
    "Last updated": "12.03.2026",
    "Also known as": "Clouds 101",
    "Platform": "edX",
}


class TestFacts:
    def test_every_target(self, tmp_path: Path) -> None:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerows([FULL.keys(), FULL.values()])
        source = written(tmp_path, text.getvalue())
        mapping = columns(source)[2].model_copy(
            update={"constants": Constants(accreditation_scope="program", validity="1 year")}
        )
        found = list(read(source, mapping))
        assert [item for item in found if isinstance(item, Problem)] == []
        acme, edx, program = found
        assert isinstance(acme, Provider)
        assert isinstance(edx, Provider)
        assert isinstance(program, Program)
        assert (acme.id, acme.name, acme.country) == ("acme-academie", "Acme Académie", "FR")
        assert (edx.id, edx.country) == ("edx", None)
        assert program.title == "Cloud Basics"
        assert (program.provider, program.offered_on) == ("acme-academie", "edx")
        assert program.identifiers == ("https://acme.example/cloud", "acme-academie/ACB-1")
        assert program.aliases == ("Clouds 101",)
        assert program.languages == ("en", "fr")
        facts = program.facts
        assert facts.skills.value == ("AWS", "Linux")
        assert facts.level.value == "beginner"
        assert facts.credential_type.value == "digital badge"
        assert facts.workload.value == Workload(weeks=6)
        assert facts.cost.value == (Price(amount=Decimal("450.00"), currency="EUR"),)
        assert facts.assessment_type.value == ("exam",)
        assert facts.proctoring.value == "none"
        assert facts.participation_mode.value == ("online",)
        assert not facts.prerequisites.is_stated
        assert facts.learning_outcomes.value == ("Explain clouds", "Build one")
        assert facts.accreditation.value == (Accreditation(body="ANSI", scope="program"),)
        assert facts.external_credit.value == (Credit(system="ECTS", amount=3),)
        assert facts.validity.value == Validity(expires=True, months=24)
        assert facts.stackable_into.value == ("Cloud Expert",)
        assert facts.last_reviewed.value == "12 March 2026"
        assert program.sections[-1].text == "Start date: 10 January 2027"

    def test_a_constant_holds_for_rows_that_say_nothing(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Level\nA,Advanced\nB,\n")
        mapping = Mapping(
            title="Title", level="Level", constants=Constants(provider="Acme", level="beginner")
        )
        own, constant = programs(source, mapping)
        assert (own.facts.level.value, constant.facts.level.value) == ("advanced", "beginner")
        assert constant.facts.level.source is not None
        assert constant.facts.level.source.place == "the mapping of its columns"

    def test_a_constant_that_is_not_understood_is_told_once(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title\nA\nB\n")
        mapping = Mapping(title="Title", constants=Constants(provider="Acme", level="guru"))
        assert [problem.field for problem in problems(source, mapping)] == [
            "mapping, constants: level"
        ]
        assert len(programs(source, mapping)) == 2

    def test_a_list_beyond_all_bounds_is_cut_and_said_to_be(self, tmp_path: Path) -> None:
        skills = ";".join(f"s{at}" for at in range(600))
        source = written(tmp_path, f"Title,Provider,Skills\nA,Acme,{skills}\n")
        assert len(programs(source)[0].facts.skills.value or ()) == 500
        assert "500 entries" in problems(source)[0].reason

    def test_a_bare_number_takes_its_unit_from_the_header(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Provider,Hours\nA,Acme,40\nB,Acme,3 weeks\n")
        assert [program.facts.workload.value for program in programs(source)] == [
            Workload(hours=40),
            Workload(weeks=3),
        ]

    def test_what_a_header_adds_to_its_cells(self, tmp_path: Path) -> None:
        source = written(
            tmp_path,
            "Title,Provider,Price (per month),Currency,ECTS,Validity (years)\nA,Acme,49,EUR,3,2\n",
        )
        facts = programs(source)[0].facts
        assert facts.cost.value == (Price(amount=Decimal(49), currency="EUR", per="month"),)
        assert facts.external_credit.value == (Credit(system="ECTS", amount=3),)
        assert facts.validity.value == Validity(expires=True, months=24)
        assert (facts.validity.quote, facts.validity.note) == (
            "2",
            "in the column Validity (years)",
        )

    def test_a_provider_in_two_countries(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Provider,Country\nA,Acme,France\nB,Acme,Spain\n")
        assert [item.country for item in read(source) if isinstance(item, Provider)] == ["FR"]
        assert "another country for Acme" in problems(source)[0].reason

    def test_a_price_without_a_currency_is_no_fact(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Provider,Price\nA,Acme,450\nB,Acme,$20\n")
        first, second = programs(source)
        assert not first.facts.cost.is_stated
        assert first.sections[0].text == "Price: 450"
        assert second.facts.cost.note == "'$' is read as US dollars"
        (problem,) = problems(source)
        assert problem.field == "row 2, column Price"

    def test_an_ambiguous_day_is_no_fact(self, tmp_path: Path) -> None:
        source = written(
            tmp_path, "Title,Provider,Last updated\nA,Acme,03/04/2025\nB,Acme,25/03/2025\n"
        )
        first, second = programs(source)
        assert not first.facts.last_reviewed.is_stated
        assert second.facts.last_reviewed.value == "25 March 2025"
        assert "'03/04/2025' is not a day that leaves no doubt" in problems(source)[0].reason

    def test_whose_accreditation_it_is_has_to_be_said(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Provider,Accreditation\nA,Acme,IACET\nB,Acme,IACET\n")
        assert not any(program.facts.accreditation.is_stated for program in programs(source))
        (problem,) = problems(source)
        assert "accreditation_scope" in problem.reason

    def test_a_page_that_programs_share_identifies_none(self, tmp_path: Path) -> None:
        rows = "".join(f"T{at},Acme,https://acme.example/courses\n" for at in range(3))
        found = programs(written(tmp_path, f"Title,Provider,URL\n{rows}"))
        assert [program.identifiers for program in found] == [(), (), ()]
        assert {program.webpage for program in found} == {"https://acme.example/courses"}

    def test_a_page_met_again_after_the_sample_identifies_no_second_program(
        self, tmp_path: Path
    ) -> None:
        rows = "".join(f"T{at},Acme,https://acme.example/{at}\n" for at in range(300))
        found = programs(
            written(tmp_path, f"Title,Provider,URL\n{rows}Other,Acme,https://acme.example/7\n")
        )
        assert found[7].identifiers == ("https://acme.example/7",)
        assert found[-1].identifiers == ()

    def test_a_front_page_identifies_no_program(self, tmp_path: Path) -> None:
        (program,) = programs(
            written(tmp_path, "Title,Provider,URL\nA,Acme,https://acme.example/\n")
        )
        assert (program.webpage, program.identifiers) == ("https://acme.example/", ())

    def test_the_same_value_that_is_not_understood_is_told_once(self, tmp_path: Path) -> None:
        rows = (
            "A,Acme,Beginner\n"
            + "B,Acme,Guru\n" * 50
            + "".join(f"C,Acme,L{at}\n" for at in range(100))
        )
        found = problems(written(tmp_path, f"Title,Provider,Level\n{rows}"))
        assert found[0].field == "row 3, column Level"
        assert "'Guru'" in found[0].reason
        assert len(found) == 26
        assert "more values" in found[-1].reason

    def test_rows_that_a_column_says_to_skip(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Provider,Archived\nA,Acme,yes\nB,Acme,no\n")
        mapping = Mapping(title="Title", provider="Provider", skip="Archived")
        assert [program.title for program in programs(source, mapping)] == ["B"]

    def test_a_row_without_title_or_provider_is_a_problem(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Provider\nA,Acme\n,Acme\nB,N/A\n" + "x" * 301 + ",Acme\n")
        assert [program.title for program in programs(source)] == ["A"]
        assert [problem.field for problem in problems(source)] == ["row 3", "row 4", "row 5"]

    def test_each_provider_comes_once_and_before_its_programs(self, tmp_path: Path) -> None:
        found = list(read(written(tmp_path, "Title,Provider\nA,Acme\nB,Best\nC,ACME\n")))
        assert [item.id for item in found if not isinstance(item, Problem)] == [
            "acme", "acme-a", "best", "best-b", "acme-c",
        ]  # fmt: skip

    def test_a_long_description_is_cut_and_said_to_be(self, tmp_path: Path) -> None:
        source = written(tmp_path, f"Title,Provider,Description\nA,Acme,{'word ' * 5000}\n")
        assert len(programs(source)[0].sections[0].text) <= 20_000
        assert "20,000" in problems(source)[0].reason


class TestDelimited:
    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    def test_the_mark_between_cells_is_found(self, tmp_path: Path, mark: str) -> None:
        rows = [
            ["Title", "Provider", "Skills"],
            ['A "b"', "Acme, Inc", "x;y,z\nw|v"],
            ["C", "D", ""],
        ]
        text = io.StringIO()
        csv.writer(text, delimiter=mark).writerows(rows)
        found = programs(written(tmp_path, text.getvalue(), "list.txt"))
        assert [(program.title, program.provider) for program in found] == [
            ('A "b"', "acme-inc"),
            ("C", "d"),
        ]

    def test_excels_own_line_about_the_mark(self, tmp_path: Path) -> None:
        (program,) = programs(written(tmp_path, "sep=;\r\nTitle;Provider\r\nA, b;Acme\r\n"))
        assert program.title == "A, b"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    def test_unicode_with_and_without_a_mark(self, tmp_path: Path, encoding: str) -> None:
        (program,) = programs(written(tmp_path, "Title,Provider\nÜbung,Acme\n".encode(encoding)))
        assert program.title == "Übung"

    def test_windows_1252_in_german(self, tmp_path: Path) -> None:
        text = (
            "Kurs;Anbieter;Beschreibung\nFührung für Anfänger;Bildungsträger Köln;"
            "Wie man Teams führt und Gespräche übt\n"
        )
        (program,) = programs(written(tmp_path, text.encode("cp1252")))
        assert program.title == "Führung für Anfänger"

    @pytest.mark.parametrize(
        "content",
        [
            "Título,Proveedor\nGestión de proyectos,Universidad Católica\n".encode("mac_roman"),
            "Название,Школа\nАнализ,МГУ\n".encode("koi8-r"),
            "Title,Provider\nA,Acme\n".encode("utf-16-le"),
            bytes(range(128, 256)) * 4,
        ],
    )
    def test_an_encoding_in_doubt_is_one_problem_that_says_what_to_do(
        self, tmp_path: Path, content: bytes
    ) -> None:
        (problem,) = read(written(tmp_path, content))
        assert isinstance(problem, Problem)
        assert "Save the table as UTF-8" in problem.reason

    def test_line_breaks_in_cells_count_as_one_row(self, tmp_path: Path) -> None:
        source = written(
            tmp_path, 'Title,Provider,Level\n"A\n1",Acme,Beginner\n\nB,Acme,Advanced\n'
        )
        places = [
            program.facts.level.source.place
            for program in programs(source)
            if program.facts.level.source
        ]
        assert places == ["row 2", "row 4"]

    def test_ragged_rows_are_left_out_with_their_reason(self, tmp_path: Path) -> None:
        source = written(
            tmp_path,
            "Title,Provider,Level\nA,Acme,Beginner\nB,Acme\nC,Acme,x,y\nD,Acme,Advanced,,\n",
        )
        assert [program.title for program in programs(source)] == ["A", "D"]
        assert [(problem.field, problem.reason[:11]) for problem in problems(source)] == [
            ("row 3", "has 2 cells"),
            ("row 4", "has 4 cells"),
        ]

    def test_duplicate_and_empty_headers_get_names_of_their_own(self, tmp_path: Path) -> None:
        source = written(tmp_path, "Title,Provider,Level,Level,,\nA,Acme,Beginner,Advanced,x,\n")
        headers, _, _ = columns(source)
        assert headers == ("Title", "Provider", "Level", "Level (2)", "column E")
        (program,) = programs(source)
        assert program.facts.level.value == "beginner"
        assert "second column called 'Level'" in problems(source)[0].reason

    def test_titles_above_the_header_are_passed_over(self, tmp_path: Path) -> None:
        source = written(
            tmp_path,
            "Training catalogue 2026,,\n,,\nCourse title,Provider,Level\nA,Acme,Beginner\n",
        )
        (program,) = programs(source)
        assert program.facts.level.source is not None
        assert program.facts.level.source.place == "row 4"

    def test_a_row_of_known_words_below_an_unknown_header_is_no_header(
        self, tmp_path: Path
    ) -> None:
        source = written(tmp_path, "Foo,Bar,Baz\nx,y,z\nCourse,Certificate,Exam\n")
        headers, sample, _ = columns(source)
        assert headers == ("Foo", "Bar", "Baz")
        assert len(sample) == 2

    def test_a_quote_that_is_never_closed(self, tmp_path: Path) -> None:
        source = written(tmp_path, 'Title,Provider\nA,Acme\n"B,Acme\nC,Acme\n')
        assert [program.title for program in programs(source)] == ["A"]
        (problem,) = problems(source)
        assert problem.field == "row 3"
        assert "never closed" in problem.reason

    def test_quotes_that_do_not_match_cost_one_row(self, tmp_path: Path) -> None:
        source = written(tmp_path, 'Title,Provider\n"A" b,Acme\nC,Acme\n')
        assert [program.title for program in programs(source)] == ["C"]
        assert [problem.field for problem in problems(source)] == ["row 2"]

    def test_cells_of_ten_megabytes_and_nul_bytes(self, tmp_path: Path) -> None:
        huge = "x" * 10_000_000
        source = written(
            tmp_path, f'Title,Provider,Description\nA,Acme,"{huge}"\nB\x00,Acme,short\n'
        )
        assert [(program.title, len(program.sections)) for program in programs(source)] == [
            ("A", 0),
            ("B", 1),
        ]
        assert [problem.field for problem in problems(source)] == ["row 2, column Description"]

    def test_a_record_beyond_all_bounds_ends_the_reading(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(delimited, "LONGEST_RECORD", 10_000)
        source = written(tmp_path, 'Title,Provider\nA,Acme\n"B,Acme\n' + "more\n" * 5000)
        assert [program.title for program in programs(source)] == ["A"]
        assert problems(source)[0].field == "row 3"

    def test_formulas_are_refused(self, tmp_path: Path) -> None:
        source = written(
            tmp_path, 'Title,Provider,Level\nA,Acme,"=IF(1,""Advanced"","""")"\n=B1,Acme,Beginner\n'
        )
        (program,) = programs(source)
        assert not program.facts.level.is_stated
        assert [problem.field for problem in problems(source)] == [
            "row 2, column Level", "row 3, column Title", "row 3",
        ]  # fmt: skip

    @pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
    def test_a_file_without_rows(self, tmp_path: Path, content: str) -> None:
        (problem,) = read(written(tmp_path, content))
        assert isinstance(problem, Problem)
        assert "no rows" in problem.reason


class TestWorkbooks:
    def test_typed_cells(self, tmp_path: Path) -> None:
        source = workbook(
            tmp_path,
            [
                [
                    "Title",
                    "Provider",
                    "Price",
                    "Currency",
                    "Duration (weeks)",
                    "Last updated",
                    "Proctored",
                ],
                [101, "Acme", 450, "EUR", 6, datetime(2026, 3, 12), True],  # noqa: DTZ001
                ["B", "Acme", 1.125, "EUR", 2.5, date(2026, 3, 13), False],
            ],
        )
        first, second = programs(source, columns(source)[2])
        assert first.title == "101"
        assert first.facts.cost.value == (Price(amount=Decimal(450), currency="EUR"),)
        assert first.facts.workload.value == Workload(weeks=6)
        assert first.facts.last_reviewed.value == "12 March 2026"
        assert first.facts.proctoring.value == "supervised"
        assert not second.facts.cost.is_stated
        assert second.facts.workload.value == Workload(weeks=2.5)
        assert second.facts.proctoring.value == "none"

    def test_the_currency_of_a_number_format(self, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["Title", "Provider", "Price"])
        sheet.append(["A", "Acme", 1450])
        sheet["C2"].number_format = "#,##0.00 [$€-407]"
        book.save(tmp_path / "c.xlsx")
        (program,) = programs(material(tmp_path / "c.xlsx"))
        assert program.facts.cost.value == (Price(amount=Decimal(1450), currency="EUR"),)

    def test_a_formula_without_a_result_is_refused(self, tmp_path: Path) -> None:
        source = workbook(
            tmp_path,
            [
                ["Title", "Provider", "Level"],
                ["A", "Acme", '=IF(1,"Advanced","")'],
                ["B", "Acme", "Beginner"],
            ],
        )
        first, second = programs(source)
        assert (first.facts.level.value, second.facts.level.value) == (None, "beginner")
        (problem,) = problems(source)
        assert problem.field == "row 2, column Level"
        assert "formula without a stored result" in problem.reason

    def test_a_formula_counts_by_its_stored_result(self, tmp_path: Path) -> None:
        source = workbook(tmp_path, [["Title", "Provider", "Level"], ["A", "Acme", "=B9"]])
        change(
            source.path,
            "xl/worksheets/sheet1.xml",
            b"<f>B9</f><v></v>",
            b"<f>B9</f><v>Advanced</v>",
            (b'r="C2"', b'r="C2" t="str"'),
        )
        (program,) = programs(source)
        assert program.facts.level.value == "advanced"
        assert problems(source) == []

    def test_hidden_sheets_are_passed_over_and_further_ones_named(self, tmp_path: Path) -> None:
        book = Workbook()
        hidden = book.active
        assert hidden is not None
        hidden.append(["Title", "Provider"])
        hidden.sheet_state = "hidden"
        for name in ("Courses", "Empty", "Prices"):
            book.create_sheet(name)
        book["Courses"].append(["Title", "Provider"])
        book["Courses"].append(["A", "Acme"])
        book["Prices"].append(["x"])
        book.save(tmp_path / "c.xlsx")
        source = material(tmp_path / "c.xlsx")
        assert [program.title for program in programs(source)] == ["A"]
        assert [problem.field for problem in problems(source)] == ["sheet Prices"]

    def test_a_sheet_of_notes_before_the_table_is_passed_over(self, tmp_path: Path) -> None:
        book = Workbook()
        notes = book.active
        assert notes is not None
        notes.append(["How to use this file"])
        table = book.create_sheet("Courses")
        table.append(["Title", "Provider"])
        table.append(["A", "Acme"])
        book.save(tmp_path / "c.xlsx")
        assert [program.title for program in programs(material(tmp_path / "c.xlsx"))] == ["A"]

    def test_cells_that_a_row_leaves_out_at_its_end_are_empty(self, tmp_path: Path) -> None:
        source = workbook(
            tmp_path,
            [
                ["Title", "Provider", "Level", "Price"],
                ["A", "Acme", "Beginner", "EUR 3"],
                ["B", "Acme"],
            ],
        )
        assert [program.title for program in programs(source)] == ["A", "B"]
        assert problems(source) == []

    def test_rows_are_numbered_as_the_sheet_numbers_them(self, tmp_path: Path) -> None:
        source = workbook(
            tmp_path, [["Title", "Provider", "Level"], [], [], ["A", "Acme", "Beginner"]]
        )
        (program,) = programs(source)
        assert program.facts.level.source is not None
        assert program.facts.level.source.place == "row 4"

    def test_a_zip_bomb_is_not_opened(self, tmp_path: Path) -> None:
        source = workbook(tmp_path, [["Title", "Provider"], ["A", "Acme"]])
        with zipfile.ZipFile(source.path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet2.xml", b"0" * 60_000_000)
        (problem,) = read(source)
        assert isinstance(problem, Problem)
        assert "unpacks to far more" in problem.reason

    def test_large_shared_texts_are_not_opened(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbooks, "LARGEST_REST", 1000)
        (problem,) = read(workbook(tmp_path, [["Title", "Provider"], ["A", "Acme"]]))
        assert isinstance(problem, Problem)
        assert "unpacks to far more" in problem.reason

    def test_a_password_protected_or_old_workbook(self, tmp_path: Path) -> None:
        (problem,) = read(
            written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "c.xlsx")
        )
        assert isinstance(problem, Problem)
        assert "without a password" in problem.reason

    def test_another_zip_file(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as archive:
            archive.writestr("hello.txt", "hello")
        (problem,) = read(material(tmp_path / "c.xlsx"))
        assert isinstance(problem, Problem)
        assert "not an Excel workbook" in problem.reason

    def test_entities_are_not_expanded(self, tmp_path: Path) -> None:
        source = workbook(tmp_path, [["Title", "Provider"], ["A", "Acme"]])
        change(
            source.path,
            "xl/worksheets/sheet1.xml",
            b"<worksheet",
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet',
        )
        (problem,) = read(source)
        assert isinstance(problem, Problem)
        assert "broken workbook" in problem.reason

    def test_a_sheet_that_breaks_off_gives_the_rows_before(self, tmp_path: Path) -> None:
        source = workbook(
            tmp_path, [["Title", "Provider"], *[[f"T{at}", "Acme"] for at in range(2000)]]
        )
        change(source.path, "xl/worksheets/sheet1.xml", b'<row r="1990"', b'<row r="1990"<')
        found = list(read(source))
        assert isinstance(found[-1], Problem)
        assert "broken workbook" in found[-1].reason
        assert len([item for item in found if isinstance(item, Program)]) > 1000

    @settings(
        max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(
        st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4),
        st.floats(0.5, 1),
    )
    def test_a_damaged_workbook_never_raises(
        self, tmp_path: Path, damage: list[tuple[float, int]], kept: float
    ) -> None:
        source = workbook(
            tmp_path, [["Title", "Provider", "Price"], ["A", "Acme", 3], ["B", "Acme", "=A1"]]
        )
        content = bytearray(source.path.read_bytes())
        for where, byte in damage:
            content[int(where * len(content))] = byte
        source.path.write_bytes(content[: int(kept * len(content))])
        list(read(source))


def change(path: Path, part: str, old: bytes, new: bytes, *more: tuple[bytes, bytes]) -> None:
    """Replace bytes in one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for before, after in ((old, new), *more):
        assert before in parts[part], parts[part]
        parts[part] = parts[part].replace(before, after)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


_CELLS = st.text(st.characters() | st.sampled_from(',;"\n\t=€$0123456789'), max_size=30)


class TestAnyInput:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.binary(max_size=600))
    def test_any_bytes(self, tmp_path: Path, content: bytes) -> None:
        for item in read(written(tmp_path, content)):
            assert isinstance(item, Problem | Provider | Program)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.lists(st.lists(_CELLS, min_size=25, max_size=25), max_size=4))
    def test_any_cells_in_every_target(self, tmp_path: Path, rows: list[list[str]]) -> None:
        headers = [name for name in Mapping.model_fields if name not in ("constants", "skip")]
        assert len(headers) == 26
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(headers)
        writer.writerows([["A", *row] for row in rows])
        mapping = Mapping.model_validate({name: name for name in headers})
        source = written(tmp_path, text.getvalue().encode("utf-8", "replace"))
        known = set()
        for item in read(source, mapping):
            if isinstance(item, Provider):
                known.add(item.id)
            elif isinstance(item, Program):
                assert item.provider in known
                assert item.offered_on is None or item.offered_on in known

    def test_a_large_table_is_read_as_a_stream(self, tmp_path: Path) -> None:
        rows = "".join(f"T{at},Acme\n" for at in range(20_000))
        reading = read(written(tmp_path, f"Title,Provider\n{rows}"))
        assert isinstance(next(iter(reading)), Provider)
        assert sum(1 for _ in reading) == 20_000
