#!/usr/bin/env bash
# Kills a process under load with SIGKILL, over and over, on one data directory: every transaction it acknowledged must be
# in a certified block afterwards, no transaction twice, every certificate valid.
#
# usage: scripts/store-kill-test.sh [ROUNDS] [DIRECTORY]      (200 rounds; a temporary directory)
set -u
cd "$(dirname "$0")/.." || exit 3
. scripts/ledger-tests.sh
run_in_ledger_tests io.regchain.ledger.node.StoreKill "${1:-200}" "${2:-$(mktemp -d)}"
