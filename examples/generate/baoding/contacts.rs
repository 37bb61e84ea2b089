//! Who keeps in contact with whom: those of the party group, those of the office's party group and the branches with party
//! members, party members with others of their group.

use super::super::toml::{Doc, quoted, quoted_list};
use super::members::{Roll, Seat};
use super::party::{OFFICE_PARTY_GROUP, PARTY_GROUP, branch_name, office_persons};
use super::{COMMITTEES, group_count};

/// The committees whose party members one of the party group takes, in the order of the party group.
const TAKEN: [&[usize]; 6] = [&[0, 3], &[0, 1], &[2], &[4, 6], &[5, 8], &[7]];
/// How many of each committee one of the party group takes, and one of the office's.
const EACH: [usize; 2] = [4, 3];

pub fn file(roll: &Roll) -> (String, String) {
    let mut doc = Doc::new("“三联三带”名单。", "baoding", false);
    let mut number = 0;
    let mut list = |tier: &str, from: Vec<(&'static str, String)>, seats: &[&Seat]| {
        if seats.is_empty() {
            return;
        }
        number += 1;
        let ids: Vec<String> = seats.iter().map(|seat| seat.id()).collect();
        let mut fields = vec![("id", quoted(&format!("LX-{number:04}"))), ("tier", quoted(tier))];
        fields.extend(from);
        fields.push(("members", quoted_list(&ids)));
        fields.push(("count", ids.len().to_string()));
        doc.record("contact", &fields);
    };
    let leaders = roll.party_group();
    assert_eq!(leaders.len(), TAKEN.len());
    let is_leader = |seat: &&Seat| leaders.iter().any(|leader| leader.holder == seat.holder);
    let mut left: Vec<Vec<&Seat>> = (0..COMMITTEES.len())
        .map(|committee| roll.of(committee).filter(|seat| seat.cpc && !is_leader(seat)).collect())
        .collect();
    let mut take = |committee: usize, most: usize| -> Vec<&Seat> { left[committee].drain(..most).collect() };
    for (leader, committees) in leaders.iter().zip(TAKEN) {
        let own: Vec<&Seat> = committees.iter().flat_map(|committee| take(*committee, EACH[0])).collect();
        list("party", vec![("unit", quoted(PARTY_GROUP)), ("by", quoted(&leader.id()))], &own);
    }
    for (n, person) in office_persons().iter().enumerate() {
        let own: Vec<&Seat> = (n * 2..(n * 2 + 2).min(9)).flat_map(|committee| take(committee, EACH[1])).collect();
        list("party", vec![("unit", quoted(OFFICE_PARTY_GROUP)), ("person", quoted(person))], &own);
    }
    for (committee, own) in left.iter().enumerate() {
        list("party", vec![("unit", quoted(&branch_name(committee)))], own);
    }
    for committee in 0..COMMITTEES.len() {
        for group in 0..group_count(committee) {
            let own = |cpc: bool| roll.of(committee).filter(move |seat| seat.group() == group && seat.cpc == cpc);
            let others: Vec<&Seat> = own(false).collect();
            let party: Vec<&Seat> = own(true).collect();
            for (n, seat) in party.iter().enumerate() {
                let taken: Vec<&Seat> = others.iter().skip(n).step_by(party.len()).copied().collect();
                list("non_party", vec![("by", quoted(&seat.id()))], &taken);
            }
        }
    }
    doc.file("contacts.toml")
}
