"""The ten rules in plain Python, over the tables that tomllib gives: rules.py PACK DATA AS_OF."""

import json
import sys
import time
import tomllib
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

KINDS = ("committee", "group", "sector", "member", "activity")


def load(folder):
    """The year and the records of a folder, by kind, in the order of the files."""
    records = {kind: [] for kind in KINDS}
    for path in sorted(Path(folder).iterdir()):
        with path.open("rb") as file:
            # Points are decimals: ten times 2.4 is 24, and no less.
            table = tomllib.load(file, parse_float=Decimal)
        year = table["year"]
        for kind in KINDS:
            records[kind] += table.get(kind, [])
    return year, records


def check(year, records, least_activities, least_points, share, today):
    """What the rules find, one after the other."""
    members = {member["id"]: member for member in records["member"]}
    committees = {group["name"]: group["committee"] for group in records["group"]}
    activities = defaultdict(list)
    for number, activity in enumerate(records["activity"], 1):
        activities[activity["member"]].append((number, activity))
    holders = Counter(member["card"] for member in records["member"])

    for member in records["member"]:
        key, name, own = member["id"], member["name"], activities[member["id"]]
        if holders[member["card"]] > 1:
            yield finding("member/card", "member", key, f"证号{member['card']}重复")
        if committees[member["group"]] != member["committee"]:
            yield finding("member/group", "member", key, f"{name}的活动小组不属于{member['committee']}")
        have = sum(activity["date"] <= today for _, activity in own)
        if have < least_activities:
            status = "pending" if today <= date(year, 12, 31) else "violation"
            message = f"{name}参加活动{have}次，应不少于{least_activities}次"
            yield finding("member/activities", "member", key, message, status)
        forms = len({activity["form"] for _, activity in own})
        if forms < 3:
            yield finding("member/forms", "member", key, f"{name}的活动只有{forms}种形式")
        points = sum(activity["points"] for _, activity in own)
        if points < least_points:
            yield finding("member/points", "member", key, f"{name}得分{plain(points)}，低于{least_points}")
        days = defaultdict(list)
        for number, activity in own:
            days[activity["date"]].append(number)
        for day, numbers in days.items():
            if len(numbers) > 1:
                yield finding("member/doubles", "activity", f"#{numbers[-1]}", f"{name}{day}的活动重复登记")

    for number, activity in enumerate(records["activity"], 1):
        key, member, day = f"#{number}", members[activity["member"]], activity["date"]
        if day.year != year:
            yield finding("activity/date", "activity", key, f"日期{day}不在{year}年度内")
        elif day < member["joined_on"] or day > member.get("left_on", day):
            yield finding("activity/date", "activity", key, f"日期{day}不在{member['name']}的任职期内")
        if activity["form"] != "training" and activity["host"] != member["committee"]:
            yield finding("activity/host", "activity", key, f"{activity['host']}不是{member['name']}的专委会")

    everyone, sectors = len(members), Counter(member["sector"] for member in records["member"])
    for sector in records["sector"]:
        name, have = sector["name"], sectors[sector["name"]]
        if have * 100 > everyone * share:
            yield finding("sector/share", "sector", name, f"{name}界别{have}人，超过{everyone}人的{share}%")
    mixture = defaultdict(set)
    for member in records["member"]:
        mixture[member["group"]].add(member["cpc"])
    for group in records["group"]:
        if len(mixture[group["name"]]) < 2:
            yield finding("group/mixed", "group", group["name"], f"{group['name']}没有混合编成")


def finding(rule, kind, key, message, status="violation"):
    """A finding in the shape of yize's report."""
    return {"rule": rule, "status": status, "record": {"kind": kind, "key": key}, "message": message}


def plain(number):
    """A decimal without needless zeros."""
    return f"{Decimal(number).normalize():f}"


def clocks():
    """Wall and processor time, in seconds."""
    return time.perf_counter(), time.process_time()


def phase(name, start, end):
    """Tells what a phase took."""
    print(json.dumps({"phase": name, "wall": end[0] - start[0], "cpu": end[1] - start[1]}))


def main():
    """Loads, checks and prints."""
    pack, data, as_of = sys.argv[1:]
    start = clocks()
    parameters = tomllib.loads(Path(pack).read_text(encoding="utf-8"))["parameters"]
    year, records = load(data)
    loaded = clocks()
    limits = (parameters[name]["value"] for name in ("activities", "points", "share"))
    findings = list(check(year, records, *limits, date.fromisoformat(as_of)))
    checked = clocks()
    for found in findings:
        print(json.dumps(found, ensure_ascii=False, separators=(",", ":")))
    phase("load", start, loaded)
    phase("rules", loaded, checked)


if __name__ == "__main__":
    main()
