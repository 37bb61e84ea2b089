#!/bin/sh
# Checks one project in any CI: the report for people in the log, the JSON report as an artefact, the exit status as the verdict.
#
#   ci/check.sh [PATH] [ARGUMENTS OF yize check ...]
set -u
path=${1:-.}
[ $# -eq 0 ] || shift
exec yize check --output json=yize-report.json "$@" -- "$path"
