#!/bin/sh
# Checks data in any CI: the report for people in the log, the JSON report as an artefact, the exit status as the verdict.
#
#   ci/check.sh [PATH] [MORE PATHS AND OPTIONS OF yize check ...]
set -u
case ${1:--} in
  -*) path=. ;;
  *) path=$1; shift ;;
esac
exec yize check --output json=yize-report.json "$@" -- "$path"
