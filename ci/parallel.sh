#!/bin/sh
# Checks many bodies on one machine with GNU parallel, and prints the JSON report of the whole.
#
#   ci/parallel.sh SHARDS [ARGUMENTS OF yize check ...]
#
# The exit status is that of the whole check; 2 when a shard left no report.
set -u
shards=${1:?how many shards}
shift
reports=$(mktemp -d) || exit 4
trap 'rm -rf "$reports"' EXIT
# A shard with findings exits 1; what counts is what the merged report says. `--will-cite` keeps parallel quiet.
seq "$shards" | parallel --will-cite --quote \
  yize check "$@" --shard "{}/$shards" --jobs 1 --format short --output "json=$reports/{}.json" > /dev/null
yize merge "$reports"/*.json
