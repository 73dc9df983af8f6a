#!/usr/bin/env bash
# Three processes of one cluster on loopback, mutual TLS, two chains of 4 and 7 validators under load: each process is
# killed, one is paused, links are cut, clocks are set wrong, all are restarted at once. Prints how long it takes until
# blocks flow again and every validator is back; fails when validators disagree, blocks do not flow within two minutes,
# or anything acknowledged is missing.
#
# usage: scripts/cluster-test.sh [RESTARTS] [DIRECTORY]      (3 restarts of all at once; a temporary directory)
set -u
cd "$(dirname "$0")/.." || exit 3
. scripts/ledger-tests.sh
run_in_ledger_tests io.regchain.ledger.node.ClusterStories "${1:-3}" "${2:-$(mktemp -d)}"
