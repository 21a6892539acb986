# shellcheck shell=bash
# Sourced, after lib.sh, by what tests against programs of others: wallets and an OpenID provider, for Node.

# Sets TRIPORT_TEST_PEERS to a folder with the programs of crates/server/tests/peers and the packages that they use.
prepare_peers() {
    local source=crates/server/tests/peers peers=$target/test-peers
    command -v npm >/dev/null || apt_install "Wallets and the OpenID provider of the tests need Node" nodejs npm
    mkdir -p "$peers"
    # Quick the second time: only a changed lock file installs again.
    if ! cmp -s "$source/package-lock.json" "$peers/node_modules/.installed-lock.json"; then
        say "npm ci: downloading what $source uses (about 90 MB on disk)"
        cp "$source/package.json" "$source/package-lock.json" "$source/.npmrc" "$peers/"
        npm --prefix "$peers" ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2
        cp "$source/package-lock.json" "$peers/node_modules/.installed-lock.json"
    fi
    cp "$source"/*.mjs "$peers/"
    export TRIPORT_TEST_PEERS=$peers
}
