# The container image: the static program, the certificates that it trusts, and nothing else.
#
#   docker build -t cardbot .
#   docker run --rm -v "$PWD:/work:ro" -w /work cardbot check README.md
#
# `scripts/image-check` builds it without a daemon and tries it. The base is named by its full
# version; to pin it to its very bytes, add the digest that
# `docker buildx imagetools inspect rust:1.95.0-bookworm` tells: `FROM …@sha256:… AS rust`.

FROM docker.io/library/rust:1.95.0-bookworm AS rust
# The toolchain of the image, whatever else rust-toolchain.toml asks for on a developer's machine.
ENV RUSTUP_TOOLCHAIN=1.95.0 \
    CARGO_TERM_COLOR=never
RUN cargo install --quiet --locked --version 0.1.78 cargo-chef
WORKDIR /build

# What the dependencies are, and only that: the layer below stays valid until they change.
FROM rust AS plan
COPY . .
RUN cargo chef prepare --bin cardbot --recipe-path recipe.json

FROM rust AS build
# glibc, linked in: it has carried the lookup of names (files and DNS) in itself since 2.34, so a
# static program needs no library beside it. Naming the target keeps build scripts out of this. The
# addresses that are set when the program starts are packed: 0.8 MB less.
ENV RUSTFLAGS="-C target-feature=+crt-static -C link-arg=-Wl,-z,pack-relative-relocs"
COPY --from=plan /build/recipe.json recipe.json
RUN cargo chef cook --profile image --locked --bin cardbot \
        --target "$(rustc -vV | sed -n 's/^host: //p')" --recipe-path recipe.json
COPY . .
RUN target="$(rustc -vV | sed -n 's/^host: //p')" \
    && cargo build --profile image --locked --bin cardbot --target "$target" \
    && mkdir -p /image/etc/ssl/certs /image/data /image/tmp \
    && cp "target/$target/image/cardbot" /image/cardbot \
    && cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \
    && echo 'cardbot:x:65532:65532:cardbot:/data:/cardbot' > /image/etc/passwd \
    && chmod 1777 /image/tmp \
    && chown 65532:65532 /image/data

FROM scratch
COPY --from=build /image/ /
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    CARDBOT_LISTEN=0.0.0.0:8080
USER 65532:65532
WORKDIR /data
# For `serve`; other commands end before they are asked.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/cardbot", "serve", "--health"]
ENTRYPOINT ["/cardbot"]
