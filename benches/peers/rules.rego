# The ten rules in Rego, over the records as JSON: `data.member` and the like are arrays, dates are texts.
package bench

import rego.v1

# Looked up by name. Activities are held by their place, for a set would take equal ones for one.
members[m.id] := m if some m in data.member

committees[g.name] := g.committee if some g in data.group

activities[a.member] contains i if some i, a in data.activity

holders[m.card] contains m.id if some m in data.member

sectors[m.sector] contains m.id if some m in data.member

insiders contains m.group if {
    some m in data.member
    m.cpc
}

outsiders contains m.group if {
    some m in data.member
    not m.cpc
}

own(m) := object.get(activities, m.id, set())

number(i) := sprintf("#%d", [i + 1])

year := sprintf("%d", [data.year])

finding(rule, kind, key, message) := {
    "rule": rule,
    "status": "violation",
    "record": {"kind": kind, "key": key},
    "message": message,
}

findings contains finding("member/card", "member", m.id, sprintf("证号%s重复", [m.card])) if {
    some m in data.member
    count(holders[m.card]) > 1
}

findings contains finding("member/group", "member", m.id, sprintf("%s的活动小组不属于%s", [m.name, m.committee])) if {
    some m in data.member
    committees[m.group] != m.committee
}

findings contains object.union(finding("member/activities", "member", m.id, message), {"status": status}) if {
    some m in data.member
    have := count([i | some i in own(m); data.activity[i].date <= data.today])
    have < data.params.activities
    message := sprintf("%s参加活动%d次，应不少于%d次", [m.name, have, data.params.activities])
}

default status := "violation"

status := "pending" if data.today <= concat("", [year, "-12-31"])

findings contains finding("member/forms", "member", m.id, sprintf("%s的活动只有%d种形式", [m.name, forms])) if {
    some m in data.member
    forms := count({data.activity[i].form | some i in own(m)})
    forms < 3
}

# Numbers are binary fractions, so hundredths are counted: ten times 2.4 is 24, and no less.
findings contains finding("member/points", "member", m.id, message) if {
    some m in data.member
    hundredths := sum([round(data.activity[i].points * 100) | some i in own(m)])
    hundredths < data.params.points * 100
    message := sprintf("%s得分%v，低于%v", [m.name, hundredths / 100, data.params.points])
}

# Days are gone through only where there are fewer of them than activities.
findings contains finding("member/doubles", "activity", number(max(same)), message) if {
    some m in data.member
    days := {data.activity[i].date | some i in own(m)}
    count(days) < count(own(m))
    some day in days
    same := {i | some i in own(m); data.activity[i].date == day}
    count(same) > 1
    message := sprintf("%s%s的活动重复登记", [m.name, day])
}

findings contains finding("activity/date", "activity", number(i), message) if {
    some i, a in data.activity
    not startswith(a.date, year)
    message := sprintf("日期%s不在%s年度内", [a.date, year])
}

findings contains finding("activity/date", "activity", number(i), message) if {
    some i, a in data.activity
    startswith(a.date, year)
    m := members[a.member]
    out_of_office(m, a.date)
    message := sprintf("日期%s不在%s的任职期内", [a.date, m.name])
}

out_of_office(m, date) if date < m.joined_on

out_of_office(m, date) if date > m.left_on

findings contains finding("activity/host", "activity", number(i), message) if {
    some i, a in data.activity
    a.form != "training"
    m := members[a.member]
    a.host != m.committee
    message := sprintf("%s不是%s的专委会", [a.host, m.name])
}

findings contains finding("sector/share", "sector", s.name, message) if {
    some s in data.sector
    all := count(data.member)
    have := count(object.get(sectors, s.name, set()))
    have * 100 > all * data.params.share
    message := sprintf("%s界别%d人，超过%d人的%v%%", [s.name, have, all, data.params.share])
}

findings contains finding("group/mixed", "group", g.name, sprintf("%s没有混合编成", [g.name])) if {
    some g in data.group
    not mixed(g.name)
}

mixed(group) if {
    group in insiders
    group in outsiders
}
