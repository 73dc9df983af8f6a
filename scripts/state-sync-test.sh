#!/usr/bin/env bash
# Makes a chain of many small blocks without consensus, and lets a validator without a chain begin with its state, served
# by three others of which one lies. Prints times, bytes and what was proven from the new store.
#
# usage: scripts/state-sync-test.sh [BLOCKS] [DIRECTORY]      (100,000 blocks; a temporary directory)
set -u
cd "$(dirname "$0")/.." || exit 3
. scripts/ledger-tests.sh
run_in_ledger_tests io.regchain.ledger.validator.StateSyncRun "${1:-100000}" "${2:-$(mktemp -d)}"
