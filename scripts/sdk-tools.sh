# shellcheck shell=bash
# Sourced, after lib.sh, by what builds the SDKs: their development tools, downloaded once, and their packages.

# Quick the second time; only a changed lock file installs again.
typescript_tools() {
    local lock=sdk/typescript/package-lock.json installed=sdk/typescript/node_modules/.installed-lock.json
    if cmp -s "$lock" "$installed"; then return; fi
    say "npm ci: downloading the development tools of sdk/typescript (about 200 MB on disk)"
    npm --prefix sdk/typescript ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2
    cp "$lock" "$installed"
}

# python_tools PYTHON: sets `venv` to an environment of that Python with exactly what is locked. Quick the second time; made again
# when the lock changed or the Python under it has gone.
python_tools() {
    local name lock=$root/sdk/python/requirements-dev.txt
    name=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])') || die "$1 does not run"
    venv=$target/sdk-python-$name
    if cmp -s "$lock" "$venv/installed.txt" && [ -d "$venv/wheels" ] &&
        "$venv/bin/python" -c 'import httpx, pytest' 2>/dev/null; then return; fi
    # Debian ships Python without the part that makes virtual environments.
    "$1" -c 'import ensurepip, venv' 2>/dev/null || apt_install "The Python SDK's tools need Python's venv" python3-venv
    say "Python $name: installing what $lock names into $venv"
    rm -rf "$venv"
    "$1" -m venv "$venv"
    local pip=("$venv/bin/python" -m pip --quiet --disable-pip-version-check --no-input)
    "${pip[@]}" install --require-hashes -r "$lock" >&2
    # For the newcomer's environments: what the package may need, and no index to get anything else from.
    "${pip[@]}" download --no-deps --require-hashes -r "$lock" -d "$venv/wheels" >&2
    cp "$lock" "$venv/installed.txt"
}

# Wheel and sdist, in `$target/sdk-python-dist`.
python_packages() {
    rm -rf "$target/sdk-python-dist"
    (cd sdk/python && "$venv/bin/python" -m build --no-isolation --outdir "$target/sdk-python-dist" .) >"$target/sdk-python-build.log" 2>&1 ||
        die "$(cat "$target/sdk-python-build.log")"
}

# What is run is what is in the wheel, so that nothing can be missing from it.
python_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps --force-reinstall \
        "$target"/sdk-python-dist/*.whl >&2
}
