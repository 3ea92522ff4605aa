"""A streaming replica of a cluster: a second server that follows the first and answers reads."""

import shutil

from .paths import STACK
from .postgres import Cluster
from .state import write_atomic
from .ui import step

SETTINGS = """
hot_standby = on
hot_standby_feedback = on
"""


class Replica(Cluster):
    """Made from a running primary by a base copy; it has the primary's role and password."""

    def __init__(self, name: str, primary: Cluster):
        self.primary = primary
        super().__init__(name, durable=True)

    def forget(self) -> None:
        """Remove the copy: the next start takes a new one."""
        self.stop()
        if self.home.name in str(self.data) and self.home != STACK:
            shutil.rmtree(self.home, ignore_errors=True)

    def _init(self) -> None:
        with step("copy the PostgreSQL cluster to a replica"):
            write_atomic(self.home / "password", self.primary.password + "\n", 0o600)
            building = self.home / "data.building"
            shutil.rmtree(building, ignore_errors=True)
            link = " ".join(f"{key}={value}" for key, value in {
                "host": self.primary.socket, "user": self.primary.env()["PGUSER"], "password": self.primary.password,
            }.items())
            command = [self.bin / "pg_basebackup", "-D", building, "-R", "-X", "stream", "-c", "fast", "-d", link]
            self._run(command, "pg_basebackup")
            with (building / "postgresql.auto.conf").open("a") as conf:
                conf.write(SETTINGS)
            building.rename(self.data)

    def follows(self) -> bool:
        """Whether the copy is read-only and receives what the primary writes."""
        return self.sql("SELECT pg_is_in_recovery() AND EXISTS (SELECT FROM pg_stat_wal_receiver)") == [["t"]]

    def wait(self) -> None:
        """Until everything the primary has written is here; at most a few seconds."""
        [[position]] = self.primary.sql("SELECT pg_current_wal_flush_lsn()")
        self.sql(
            "DO $$ BEGIN FOR i IN 1..200 LOOP"
            f" EXIT WHEN pg_last_wal_replay_lsn() >= '{position}'; PERFORM pg_sleep(0.05); END LOOP; END $$"
        )

    def pause(self) -> None:
        """Stop following, and go on answering with what is known by now."""
        self.sql("SELECT pg_wal_replay_pause()")

    def resume(self) -> None:
        """Follow again."""
        self.sql("SELECT pg_wal_replay_resume()")


