#!/usr/bin/env python3
"""Holds cardbot's tags against the Hub's own answers.

    xtask tags CARDS > tags.jsonl
    python3 scripts/tags_check.py hub.jsonl tags.jsonl [--all]

`hub.jsonl` has one repository a line: `id`, `tags` in the Hub's order, `files`.
`tags.jsonl` has `path` (…/OWNER/NAME/README.md or …/NAME/README.md) and `tags`.

The Hub's list of 2022 is made of groups in a fixed order: frameworks, what
config.json says, languages, datasets, papers, library, licence and tags, task,
flags, system tags. A card explains only some of them. So a card agrees if

1. every tag of cardbot is in the Hub's list, and
2. every tag of the Hub that cardbot does not give is one that no card gives:
   a framework that a file of the repository explains, at most two values of
   config.json (only if there is such a file, right after the frameworks), the
   library that files imply, or a system tag.

What is absorbed as a value of config.json is printed with --all, to be read:
a language or a tag among them would be a miss.

Not counted: cards whose block is not at the top (the rule for finding it has
changed since), and languages that the Hub took from the repository's name.
"""

import argparse
import collections
import json
import pathlib
import re
import sys

# T1: which file makes which framework tag.
FRAMEWORK_FILES = {
    "pytorch": re.compile(r"pytorch_model\.bin"),
    "tf": re.compile(r"tf_model\.h5"),
    "jax": re.compile(r"flax_model\.msgpack"),
    "tensorboard": re.compile(r".*tfevents.*"),
    "onnx": re.compile(r".*\.onnx"),
    "tflite": re.compile(r".*\.tflite"),
    "rust": re.compile(r"rust_model\.ot"),
    "joblib": re.compile(r".*\.joblib"),
    "keras": re.compile(r"saved_model\.pb|keras_metadata\.pb"),
}
SYSTEM = {"autonlp_compatible", "infinity_compatible"}
# T11: the only group whose languages come from the name.
FROM_NAME = re.compile(r"Helsinki-NLP/opus-mt-")

# Today's rule for the block, and the looser one of 2022.
BLOCK = re.compile(r"\s*---(?:\r\n|\r|\n)[\s\S]*?(?:\r\n|\r|\n)---[ \t]*(?:\n|\r\n|$)")
ANY_BLOCK = re.compile(r"(?m)^---[ \t]*$[\s\S]*?^---[ \t]*$")


def block_elsewhere(path):
    """Whether the Hub of 2022 found a block where today's finds none."""
    text = pathlib.Path(path).read_bytes().decode("utf-8", errors="replace")
    return not BLOCK.match(text) and bool(ANY_BLOCK.search(text))


def frameworks_of(files):
    names = [name.rsplit("/", 1)[-1] for name in files]
    return {
        tag
        for tag, pattern in FRAMEWORK_FILES.items()
        if any(pattern.fullmatch(name) for name in names)
    }


def explained(hub, ours, files):
    """The Hub's tags that no card gives, as (frameworks, config, library, system)."""
    at = 0
    possible = frameworks_of(files)
    frameworks = []
    while at < len(hub) and hub[at] in possible:
        frameworks.append(hub[at])
        at += 1
    config = []
    if "config.json" in files:
        # The model type and the task that the architecture implies. Either may be a tag of the
        # card as well: then it stands here, and cardbot gives it too.
        for tag in hub[at : at + 2]:
            if ":" in tag or tag == "transformers" or tag in SYSTEM:
                break
            if tag not in ours:
                config.append(tag)
    library = []
    if "config.json" in files:
        library.append("transformers")
    if "keras" in possible:
        library.append("keras")
    return frameworks, config, library, SYSTEM


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("hub")
    options.add_argument("tags")
    options.add_argument("--all", action="store_true", help="print what config.json explains")
    options = options.parse_args()
    hub = {}
    for line in open(options.hub):
        row = json.loads(line)
        hub[row["id"]] = row
    seen = collections.Counter()
    absorbed = collections.Counter()
    exceptions = []
    for line in open(options.tags):
        row = json.loads(line)
        parts = pathlib.Path(row["path"]).parts[:-1]
        answer = hub.get("/".join(parts[-2:])) or hub.get(parts[-1])
        if answer is None:
            seen["no answer of the Hub"] += 1
            continue
        if block_elsewhere(row["path"]):
            seen["block not at the top"] += 1
            continue
        seen["compared"] += 1
        ours = set(row["tags"])
        frameworks, config, library, system = explained(answer["tags"], ours, answer["files"])
        absorbed.update(config)
        foreign = set(frameworks) | set(config) | set(library) | system
        too_many = sorted(ours - set(answer["tags"]))
        missing = sorted(set(answer["tags"]) - ours - foreign)
        if FROM_NAME.match(answer["id"]):
            # The parts of the name; a group of many languages became `multilingual`.
            name = answer["id"].split("opus-mt-")[1]
            named = {"multilingual", *re.split(r"[-_]", name), *re.split(r"[-_]", name.lower())}
            if any(tag in named for tag in missing):
                seen["of these, languages from the name left out"] += 1
                missing = [tag for tag in missing if tag not in named]
        if too_many or missing:
            exceptions.append((answer["id"], too_many, missing))
    for what, count in seen.items():
        print(f"{count:6}  {what}")
    agreed = seen["compared"] - len(exceptions)
    share = agreed / seen["compared"] if seen["compared"] else 0.0
    print(f"{agreed:6}  agree ({share:.3%})")
    for name, too_many, missing in exceptions:
        print(f"{name}: only cardbot {too_many}, only the Hub {missing}")
    if options.all:
        print("explained by config.json:", dict(absorbed.most_common()))
    return 0 if share >= 0.999 else 1


if __name__ == "__main__":
    sys.exit(main())
