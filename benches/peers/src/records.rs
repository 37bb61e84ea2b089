//! The records as a Rust program holds them: structures that borrow from the text of the files.

use std::path::Path;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};
use toml::value::{Date, Datetime};

use crate::Result;

/// All records, in the order of the files.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Records<'a> {
    /// The year that they are about.
    pub year: u16,
    /// The committees.
    #[serde(borrow)]
    pub committee: Vec<Committee<'a>>,
    /// Their groups.
    #[serde(borrow)]
    pub group: Vec<Group<'a>>,
    /// The sectors.
    #[serde(borrow)]
    pub sector: Vec<Sector<'a>>,
    /// The members.
    #[serde(borrow)]
    pub member: Vec<Member<'a>>,
    /// What they took part in.
    #[serde(borrow)]
    pub activity: Vec<Activity<'a>>,
}

/// A committee.
#[derive(Debug, Deserialize, Serialize)]
pub struct Committee<'a> {
    /// Its name, by which others refer to it.
    pub name: &'a str,
}

/// A group of a committee.
#[derive(Debug, Deserialize, Serialize)]
pub struct Group<'a> {
    /// Its name, by which members refer to it.
    pub name: &'a str,
    /// Its committee.
    pub committee: &'a str,
}

/// A sector.
#[derive(Debug, Deserialize, Serialize)]
pub struct Sector<'a> {
    /// Its name, by which members refer to it.
    pub name: &'a str,
}

/// A member.
#[derive(Debug, Deserialize, Serialize)]
pub struct Member<'a> {
    /// The key, by which activities refer to it.
    pub id: &'a str,
    /// The name.
    pub name: &'a str,
    /// Number of the card.
    pub card: &'a str,
    /// The sector.
    pub sector: &'a str,
    /// The committee.
    pub committee: &'a str,
    /// The group.
    pub group: &'a str,
    /// Whether a member of the party.
    pub cpc: bool,
    /// First day in office.
    #[serde(serialize_with = "text")]
    pub joined_on: Date,
    /// Last day in office.
    #[serde(serialize_with = "text_if_given", skip_serializing_if = "Option::is_none")]
    pub left_on: Option<Date>,
}

/// What a member took part in.
#[derive(Debug, Deserialize, Serialize)]
pub struct Activity<'a> {
    /// Its number among all, from 1: what findings name it by.
    #[serde(skip)]
    pub number: usize,
    /// The member.
    pub member: &'a str,
    /// Its form.
    pub form: &'a str,
    /// What it was about.
    pub topic: &'a str,
    /// Its day.
    #[serde(serialize_with = "text")]
    pub date: Date,
    /// The committee that held it.
    pub host: &'a str,
    /// What it counts.
    #[serde(with = "rust_decimal::serde::float")]
    pub points: Decimal,
}

/// What the rules compare with.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Parameters {
    /// Fewest activities of a member in a year.
    pub activities: u32,
    /// Fewest points of a member in a year.
    pub points: u32,
    /// Greatest share of a sector, in percent.
    pub share: usize,
}

impl<'a> Records<'a> {
    /// Reads the texts of files.
    pub fn parse(texts: &'a [String]) -> Result<Self> {
        let mut all = Self::default();
        for text in texts {
            let own: Self = toml::from_str(text)?;
            all.year = own.year;
            all.committee.extend(own.committee);
            all.group.extend(own.group);
            all.sector.extend(own.sector);
            all.member.extend(own.member);
            all.activity.extend(own.activity);
        }
        for (at, activity) in all.activity.iter_mut().enumerate() {
            activity.number = at + 1;
        }
        Ok(all)
    }
}

/// The texts of the data files in a folder, by name.
pub fn texts(folder: &Path) -> Result<Vec<String>> {
    let mut files = std::fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    files.iter().map(|file| Ok(std::fs::read_to_string(file)?)).collect()
}

/// The parameters in the text of a pack's `pack.toml`.
pub fn parameters(pack: &str) -> Result<Parameters> {
    #[derive(Deserialize)]
    struct Pack {
        parameters: Given,
    }
    #[derive(Deserialize)]
    struct Given {
        activities: One,
        points: One,
        share: One,
    }
    #[derive(Deserialize)]
    struct One {
        value: u32,
    }
    let Given { activities, points, share } = toml::from_str::<Pack>(pack)?.parameters;
    Ok(Parameters { activities: activities.value, points: points.value, share: usize::try_from(share.value)? })
}

/// A day as the command line gives it.
pub fn day(text: &str) -> Result<Date> {
    Ok(text.parse::<Datetime>()?.date.ok_or("a day has a date")?)
}

/// Everything as one JSON text, dates as texts: what the Rego program is given.
pub fn json(records: &Records<'_>, parameters: Parameters, today: Date) -> Result<String> {
    #[derive(Serialize)]
    struct Given<'a> {
        #[serde(serialize_with = "text")]
        today: Date,
        params: Parameters,
        #[serde(flatten)]
        records: &'a Records<'a>,
    }
    Ok(serde_json::to_string(&Given { today, params: parameters, records })?)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a field over like this")]
fn text<S: Serializer>(date: &Date, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands a field over like this")]
fn text_if_given<S: Serializer>(date: &Option<Date>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    date.as_ref().map(ToString::to_string).serialize(serializer)
}
