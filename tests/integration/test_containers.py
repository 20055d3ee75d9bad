"""Do the compose file and the recipe of its image fit the centre that they start, as far as that can be seen without containers?

Nothing is pulled, built or started here but the centre itself, of which the health check of the compose file is asked.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from tests.support import tree
from tests.support.centre import command, environ_of, running_centre, set_up_django
from tests.support.proxies import DEPLOYMENT, sample

set_up_django()

COMPOSE: dict[str, Any] = yaml.safe_load(sample("compose.yaml"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if "build" in one}
MADE_BY_HAND = {"./certificate", "./database-password"}
"""What the head of the compose file tells people to put there."""


def steps() -> Iterator[tuple[str, str]]:
    """Every step of the recipe: its word, and what stands behind it."""
    text = re.sub(r"\\\n\s*", "", sample("Containerfile"))
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            yield word, rest


def said(word: str) -> list[str]:
    return [rest for each, rest in steps() if each == word]


def parsed(words: list[str]) -> Any:
    from sync.server.commands.front import _parser

    return _parser().parse_args(words)


def mounts(service: dict[str, Any]) -> dict[str, str]:
    """What lies where in a container: folder there, volume or file here."""
    pairs = [one.split(":") for one in service.get("volumes", ())]
    return {pair[1]: pair[0] for pair in pairs}


def test_it_starts_commands_that_there_are() -> None:
    assert {name: parsed(one["command"]).command for name, one in OURS.items()} == {"centre": "serve", "worker": "work", "backup": "backup"}
    assert all(one["env_file"] == "centre.env" and (tree.ROOT / DEPLOYMENT / "centre.env").exists() for one in OURS.values())
    head = sample("compose.yaml").partition("services:")[0]
    walked = [line.split("run --rm centre ")[1].split() for line in head.splitlines() if "run --rm centre " in line]
    assert [parsed(words).command for words in walked] == ["migrate", "create-coordinator"]


def test_it_starts_the_same_as_the_units_do() -> None:
    units = {"centre": "manyhands-centre.service", "worker": "manyhands-worker.service", "backup": "manyhands-backup.service"}
    for name, unit in units.items():
        [line] = re.findall(r"^ExecStart=\S+ centre (.*)$", sample(unit), re.MULTILINE)
        there, here = vars(parsed(line.split())), vars(parsed(OURS[name]["command"]))
        assert {key: value for key, value in here.items() if key != "host"} == {key: value for key, value in there.items() if key != "host"}


def test_whoever_waits_for_a_healthy_service_waits_for_one_that_is_asked() -> None:
    for one in SERVICES.values():
        for other, told in one.get("depends_on", {}).items():
            check = SERVICES[other].get("healthcheck", {})
            assert told["condition"] == "service_healthy"
            assert check.get("test"), f"nobody asks {other} whether it is well"


def test_its_volumes_and_secrets_are_declared_and_its_files_are_there() -> None:
    named = set()
    for one in SERVICES.values():
        for source in mounts(one).values():
            if not source.startswith("."):
                named.add(source)
            else:
                assert source in MADE_BY_HAND or (tree.ROOT / DEPLOYMENT / source).exists(), source
    assert named == set(COMPOSE["volumes"])
    assert {secret for one in SERVICES.values() for secret in one.get("secrets", ())} == set(COMPOSE["secrets"])
    assert {one["file"] for one in COMPOSE["secrets"].values()} <= MADE_BY_HAND
    assert SERVICES["database"]["environment"]["POSTGRES_PASSWORD_FILE"] == "/run/secrets/database-password"


def test_what_is_written_lies_on_a_volume_whose_folder_the_image_gave_to_its_user() -> None:
    [state] = re.findall(r"MANYHANDS_STATE=(\S+)", " ".join(said("ENV")))
    [prepared] = re.findall(r"install -d -o manyhands -g manyhands -m 0700 ([^&]+)", " ".join(said("RUN")))
    assert said("USER") == ["manyhands"]
    for one in OURS.values():
        assert one["read_only"], "nothing else can be written"
        assert set(mounts(one)) == {state, OURS["backup"]["command"][1]} == set(prepared.split())
        assert mounts(one) == mounts(OURS["centre"])


def test_the_proxy_asks_and_offers_what_its_sample_says() -> None:
    port = parsed(OURS["centre"]["command"]).port
    assert f"server 127.0.0.1:{port};" in sample("nginx.conf")
    assert f"`centre:{port}` instead of 127.0.0.1" in sample("compose.yaml")
    assert [f"{one}:{one}" for one in re.findall(r"^\s*listen (\d+)", sample("nginx.conf"), re.MULTILINE)] == SERVICES["proxy"]["ports"]
    folders = {str(PurePosixPath(path).parent) for path in re.findall(r"ssl_certificate(?:_key)? (\S+);", sample("nginx.conf"))}
    assert folders < set(mounts(SERVICES["proxy"]))


def test_the_recipe_takes_what_is_there_and_all_that_the_wheel_needs() -> None:
    taken: set[str] = set()
    for step in said("COPY"):
        *sources, target = step.split()
        if sources[0].startswith("--from="):
            assert sources[0] == "--from=made"
            assert any(stage.endswith(" AS made") for stage in said("FROM"))
            continue
        assert all((tree.ROOT / source).exists() for source in sources)
        assert PurePosixPath(target) == PurePosixPath("/source") / (sources[0] if (tree.ROOT / sources[0]).is_dir() else "")
        taken |= set(sources)
    project = tomllib.loads(tree.text(Path("pyproject.toml")))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert taken == {"pyproject.toml", project["project"]["readme"], "LICENSE", *wheel["packages"], *wheel["force-include"]}
    for one in OURS.values():
        root = (tree.ROOT / DEPLOYMENT / one["build"]["context"]).resolve()
        assert (root, one["build"]["dockerfile"]) == (tree.ROOT, f"{DEPLOYMENT}/Containerfile")


def test_the_image_has_the_python_of_the_tests_and_the_databases_own_programs() -> None:
    project = tomllib.loads(tree.text(Path("pyproject.toml")))["project"]
    assert {stage.split("-")[0] for stage in said("FROM")} == {f"python:{project['requires-python'].removeprefix('>=')}"}
    server = SERVICES["database"]["image"].removeprefix("postgres:")
    assert f"postgresql-client-{server} " in " ".join(said("RUN"))
    entry, default = (yaml.safe_load(said(word)[0]) for word in ("ENTRYPOINT", "CMD"))
    assert project["scripts"][entry[0]]
    assert (entry[1:], parsed(default).command) == (["centre"], "serve")


@pytest.mark.slow
def test_the_health_check_finds_a_centre_with_the_sample_settings_well(tmp_path: Path) -> None:
    [line] = [each for each in sample("centre.env").splitlines() if each.startswith("MANYHANDS_HOSTS=")]
    behind_proxy = dict([line.split("=", 1)]) | {"MANYHANDS_BEHIND_PROXY": "yes"}
    subprocess.run(command("migrate"), env=environ_of(tmp_path), check=True, capture_output=True)
    sort, program, *asked = OURS["centre"]["healthcheck"]["test"]
    assert (sort, program, asked[0]) == ("CMD", "python", "-c")
    with running_centre(tmp_path, behind_proxy) as centre:
        there = asked[1].replace("http://127.0.0.1:8080", centre.address)
        assert there != asked[1]
        assert subprocess.run([sys.executable, "-c", there], check=False).returncode == 0
    assert subprocess.run([sys.executable, "-c", there], check=False, capture_output=True).returncode != 0
