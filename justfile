# Chores by name. Everything here is plain cargo or a script: `just` is a convenience, not a need.

# What can be done
default:
    @just --list

# Format, lint and test, as before a commit
check:
    cargo fmt --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo test --workspace

# All tests
test:
    cargo test --workspace

# Format, take clippy's fixes, refresh generated files
fix:
    cargo fmt
    cargo clippy --workspace --all-targets --fix --allow-dirty --allow-staged
    cargo xtask tables
    cargo xtask rules

# The same as CI; name sections to run only those
ci *SECTIONS:
    bash .ci/run {{ SECTIONS }}

# The requests of the tests, against GitHub's own descriptions of its API (needs Node)
api:
    bash .ci/run api

# The corpus: independent truth, fixes, loaders, reviews (needs Python, Node and the corpus)
corpus:
    bash scripts/corpus-check

# Hit rates of the rules over the corpus, into docs/evidence.md
evidence:
    cargo run --quiet --release --package xtask -- evidence

# Speed and memory (needs the corpus)
bench:
    bash benches/speed.sh

# Draw the picture in the README again
picture:
    cargo xtask picture

# Review the example change
example:
    -cargo run --quiet --release -- review examples/before.md examples/after.md

# What the published packages say that our tables do not yet (`just refresh --write` takes it over)
refresh *ARGS:
    cargo xtask refresh {{ ARGS }}
