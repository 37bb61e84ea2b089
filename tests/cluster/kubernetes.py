"""What is given to Kubernetes is what its interface takes, and its pods do what the recipe says.

kubernetes.py RECIPE WORK PROJECT [OPTIONS OF yize check ...]

Each object is held against the published schema of its kind, for which a key that it does not know is an error. There is no
cluster here: the commands of the pods are run one after another, with what a pod of the Job finds in its environment.
"""

import copy
import json
import os
import pathlib
import subprocess
import sys

import jsonschema
import yaml

recipe, work, project, *options = sys.argv[1:]
schemas = next(pathlib.Path(folder, "kubernetes_validate", "kubernetes-json-schema") for folder in sys.path
               if pathlib.Path(folder, "kubernetes_validate").is_dir())
items = yaml.safe_load(open(recipe, encoding="utf-8"))["items"]


def wrong(item, version):
    """What the strict schema of an object's kind has against it."""
    group, _, api = item["apiVersion"].rpartition("/")
    folder = schemas / f"v{version}.0-local-strict"
    name = "-".join(part for part in (item["kind"].lower(), group.split(".")[0], api) if part)
    here = lambda file: json.loads((folder / file).read_text().replace("/api/_definitions.json#", "#"))
    validator = jsonschema.Draft202012Validator({**here(f"{name}.json"), **here("_definitions.json")})
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(item)]


versions = ["1.30", "1.32", "1.34"]
for version in versions:
    for item in items:
        if found := wrong(item, version):
            sys.exit(f"{item['kind']} {item['metadata']['name']}, Kubernetes {version}: {found}")
# The schemas bite: of slips they say so.
for slip in (lambda job: job["spec"].update(completion_mode="Indexed"),
             lambda job: job["spec"].update(completions="8"),
             lambda job: job["spec"]["template"]["spec"]["containers"][0].pop("name"),
             lambda job: job["spec"]["template"]["spec"]["containers"][0].update(volumeMount=[])):
    job = copy.deepcopy(items[0])
    slip(job)
    if not wrong(job, versions[-1]):
        sys.exit("the schemas have nothing to say of a slip")
print(f"{len(items)} objects are what Kubernetes {', '.join(versions)} take")

by_name = {item["metadata"]["name"]: item for item in items}
check, merge = by_name["yize-check"]["spec"], by_name["yize-merge"]["spec"]
reports = pathlib.Path(work, "kubernetes", "reports")
reports.mkdir(parents=True)


def pod(spec, **variables):
    """Runs what the pod of a Job runs."""
    [container] = spec["template"]["spec"]["containers"]
    named = {variable["name"]: variable["value"] for variable in container.get("env", [])}
    script = container["args"][0].replace("/reports", str(reports)).replace("/data", project)
    script = script.replace("yize check .", " ".join(["yize", "check", ".", *options]))
    run = subprocess.run([*container["command"], script], env={"PATH": os.environ["PATH"], **named, **variables},
                         stdout=subprocess.DEVNULL)
    return run.returncode


shards = check["completions"]
[container] = check["template"]["spec"]["containers"]
assert {"name": "YIZE_SHARDS", "value": str(shards)} in container["env"], "the pods are told how many there are"
for index in range(shards):
    status = pod(check, JOB_COMPLETION_INDEX=str(index))
    assert status == 0, f"pod {index} exits {status}"
verdict = pod(merge)
assert verdict in (0, 1, 2), f"merge exits {verdict}"
# A pod that leaves no report has failed, also where there is one of an earlier run.
container["args"][0] = container["args"][0].replace("yize check", "false")
assert pod(check, JOB_COMPLETION_INDEX="0") == 1
print(f"{shards} pods and the merge ran; its verdict is {verdict}")
