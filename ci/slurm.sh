#!/bin/sh
#SBATCH --job-name=yize-check
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
# An array of shards; submit with `sbatch ci/slurm.sh`. When it is done: yize merge reports/*.json
set -u
mkdir -p reports
yize check . --shard auto --jobs "${SLURM_CPUS_PER_TASK:-1}" --format short --output "json=reports/$SLURM_ARRAY_TASK_ID.json"
# Violations are an answer; merge gives the verdict.
[ -s "reports/$SLURM_ARRAY_TASK_ID.json" ]
