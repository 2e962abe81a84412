"""A server that cannot be used is refused with a sentence, and what was recorded there before is still there."""

from pathlib import Path

import pytest
from sqlalchemy import event
from support.casebooks import begun, intact, note, refused
from support.postgresql import Postgresql

from mimawari import casebook
from mimawari.casebook import CaseTrouble, Kind, Place


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    trouble = refused(f"postgresql://tester:s3cret@/db?host={tmp_path}")
    assert trouble.kind is Kind.UNREACHED
    assert "s3cret" not in str(trouble.facts)
    assert refused("postgresql://tester@127.0.0.1:1/db").kind is Kind.UNREACHED
    assert refused("postgresql://[").kind is Kind.UNREACHED


def test_a_database_that_is_not_there_and_one_without_a_book(server: Postgresql) -> None:
    trouble = refused(server.url("nowhere"))
    assert (trouble.kind, "does not exist" in str(trouble.facts["why"])) == (Kind.UNREACHED, True)
    assert refused(server.database()).kind is Kind.MISSING


def test_an_account_that_may_read_but_not_write(server: Postgresql) -> None:
    import psycopg

    at = server.database()
    case = begun(at, "a")
    with psycopg.connect(at, autocommit=True) as base:
        base.execute("DROP ROLE IF EXISTS reader")
        base.execute("CREATE ROLE reader LOGIN")
        base.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    as_reader = at.replace("tester@", "reader@")
    assert intact(as_reader, case, 2)
    assert refused(as_reader, case=case).kind is Kind.REFUSED
    with psycopg.connect(at, autocommit=True) as base:
        base.execute(f"ALTER DATABASE {base.info.dbname} SET default_transaction_read_only = on".encode())
    assert refused(at, case=case).kind is Kind.READ_ONLY
    assert intact(at, case, 2)


def test_an_account_that_may_only_add_can_do_all_that_is_needed(server: Postgresql) -> None:
    import psycopg

    at = server.database()
    case = begun(at, "a")
    with psycopg.connect(at, autocommit=True) as base:
        base.execute("DROP ROLE IF EXISTS writer")
        base.execute("CREATE ROLE writer LOGIN")
        base.execute("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO writer")
    as_writer = at.replace("tester@", "writer@")
    with casebook.opened(Place.read(as_writer)) as book:
        assert book.append(case, [note()], [b"r"])[0].number == 3
    assert intact(as_writer, case, 3)
    assert intact(as_writer, begun(as_writer, "b"), 2)


def test_a_table_that_somebody_holds_is_not_waited_for_without_end(server: Postgresql) -> None:
    import psycopg

    at = server.database()
    case = begun(at, "a")
    with psycopg.connect(at) as base:
        base.execute("LOCK mimawari_entries IN ACCESS EXCLUSIVE MODE")
        assert refused(at, wait=0.5).kind is Kind.LOCKED
        assert refused(at, wait=0.5, case=case).kind is Kind.LOCKED
    assert intact(at, case, 2)


def test_a_connection_that_breaks_while_it_writes(server: Postgresql) -> None:
    at = server.database()
    case = begun(at, "a")
    with casebook.opened(Place.read(at)) as book:

        @event.listens_for(book.engine, "before_cursor_execute")
        def cut(connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("INSERT INTO mimawari_entries"):
                import psycopg

                with psycopg.connect(server.url(), autocommit=True) as other:
                    pid = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[attr-defined]
                    other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

        with pytest.raises(CaseTrouble) as caught:
            book.append(case, [note()])
    assert caught.value.kind is Kind.UNCERTAIN
    assert intact(at, case, 2)


def test_without_the_component_for_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.casebook.connecting.find_spec", lambda name: None)
    assert refused("postgresql://tester@server/db").kind is Kind.NO_DRIVER


def test_a_server_that_cannot_hold_a_letter_says_so_and_nothing_is_recorded(server: Postgresql) -> None:
    at = server.database("LATIN1")
    with casebook.opened(Place.read(at), is_new=True) as book:
        case = book.begin("a case", [note(who="Yamada")])[0].case
        with pytest.raises(CaseTrouble) as caught:
            book.append(case, [note(who="山田")])
    assert caught.value.kind is Kind.REFUSED
    assert intact(at, case, 1)
