#!/usr/bin/env bash
# Makes a chain of many small blocks without consensus, in a process that ends as if killed, and lets a validator without a
# chain begin with its state, served by three others of which one lies. Prints how long the chain's store takes to open
# after that, how long the newcomer takes, bytes, and what was proven from the new store.
#
# usage: scripts/state-sync-test.sh [BLOCKS] [DIRECTORY]      (100,000 blocks; a temporary directory)
set -u
cd "$(dirname "$0")/.." || exit 3
. scripts/ledger-tests.sh
run_in_ledger_tests io.regchain.ledger.validator.StateSyncRun "${1:-100000}" "${2:-$(mktemp -d)}"
