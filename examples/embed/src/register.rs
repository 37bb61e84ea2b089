//! What the registry knows and packs may ask: which numbers it has given out.

use yize_core::{Function, Plain, PlainType, say};

/// Numbers that were given out, each with the sector that it was given to.
const NUMBERS: &[(&str, &str)] = &[("JR-0001", "工商联"), ("JR-0002", "教育界"), ("JR-0003", "医药卫生界")];

/// `registered_sector(number)`: the sector that a number was given to; empty where it was not given out.
pub fn registered_sector() -> Function {
    Function::new(
        "registered_sector",
        &[("number", PlainType::Text)],
        PlainType::Text,
        say!("编号登记给哪个界别；没有登记的为空文字", "the sector that a number was given to; an empty text for none"),
        |arguments| {
            let [Plain::Text(number)] = arguments else {
                return Err(say!("要写一个编号", "one number is wanted"));
            };
            let sector = NUMBERS.iter().find(|(known, _)| known == number).map_or("", |(_, sector)| sector);
            Ok(Plain::Text(sector.to_owned()))
        },
    )
    // A look into a register costs more than a comparison.
    .cost(20)
}
