#!/bin/sh
#SBATCH --job-name=yize-check
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
# An array of shards; submit with `sbatch ci/slurm.sh`. When it is done: yize merge reports/*.json
set -u
mkdir -p reports
# A report of an earlier run must not pass for this one's.
rm -f "reports/$SLURM_ARRAY_TASK_ID.json"
yize check . --shard auto --jobs "${SLURM_CPUS_PER_TASK:-1}" --format short --output "json=reports/$SLURM_ARRAY_TASK_ID.json"
# Violations are an answer; merge gives the verdict.
[ -s "reports/$SLURM_ARRAY_TASK_ID.json" ]
